import type Router from 'koa-router';
import type { StateAddition } from '../state-addition.js';
import { attempt } from './attempt.js';
import type { ControlledEmulator } from './controlled-emulator.js';
import { inTurns } from './in-turns.js';
import { readJson } from './json-body.js';
import { noParameters } from './no-input.js';
import { readParameters } from './parameters.js';
import { problem } from './problem.js';

export function stateRoutes(router: Router, emulator: ControlledEmulator): void {
  router.get('/state', (ctx) => {
    const parameters = readParameters(ctx, ['domain']);
    if (parameters === undefined) return;
    const { domain } = parameters;
    if (domain !== undefined && !emulator.serves(domain)) {
      const detail = `The domains are ${emulator.domains.join(', ')}`;
      return problem(ctx, 404, `There is no domain ${JSON.stringify(domain)}`, detail);
    }
    ctx.type = 'application/json';
    ctx.body = inTurns(emulator.stateJson(domain));
  });
  router.patch('/state', noParameters, async (ctx) => {
    const body = await readJson(ctx);
    if (body === undefined) return;
    return attempt(ctx, 'The addition is wrong, and nothing is added', () => {
      emulator.addState(body.value as StateAddition); // which the emulator itself checks
      ctx.status = 204;
    });
  });
}
