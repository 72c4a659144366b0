import type Router from 'koa-router';
import type { FaultOption } from '../faults/fault.js';
import { attempt } from './attempt.js';
import type { ControlledEmulator } from './controlled-emulator.js';
import { answerJson } from './json-answer.js';
import { readJson } from './json-body.js';
import { noParameters } from './no-input.js';
import { problem } from './problem.js';

export function faultRoutes(router: Router, { faults }: ControlledEmulator): void {
  router.post('/faults', noParameters, async (ctx) => {
    const body = await readJson(ctx);
    if (body === undefined) return;
    return attempt(ctx, 'The fault is wrong', () => {
      answerJson(ctx, faults.add(body.value as FaultOption)); // which the list itself checks
      ctx.status = 201;
    });
  });
  router.get('/faults', noParameters, (ctx) => answerJson(ctx, faults.list()));
  router.delete('/faults', noParameters, (ctx) => {
    faults.clear();
    ctx.status = 204;
  });
  router.delete('/faults/:id', noParameters, (ctx) => {
    const { id = '' } = ctx.params;
    if (faults.remove(id)) ctx.status = 204;
    else problem(ctx, 404, `There is no fault ${JSON.stringify(id)}`, thereAre(faults.list()));
  });
}

function thereAre(faults: readonly { readonly id: string }[]): string {
  if (faults.length === 0) return 'There are no faults: each may have served its times';
  return `There are ${faults.map(({ id }) => id).join(', ')}`;
}
