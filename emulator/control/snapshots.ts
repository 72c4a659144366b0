import type Koa from 'koa';
import type Router from 'koa-router';
import { Snapshots } from '../library/snapshot.js';
import { attempt } from './attempt.js';
import type { ControlledEmulator } from './controlled-emulator.js';
import { answerJson } from './json-answer.js';
import { noBody, noParameters } from './no-input.js';
import { problem } from './problem.js';

/** Snapshots are values; here they are kept under ids for those who hold no values of this process. */
export function snapshotRoutes(router: Router, emulator: ControlledEmulator): void {
  const snapshots = new Snapshots();
  const noSuchSnapshot = (ctx: Koa.Context, id: string) => {
    const ids = snapshots.ids();
    const detail = ids.length === 0 ? 'There are no snapshots' : `There are ${ids.join(', ')}`;
    problem(ctx, 404, `There is no snapshot ${JSON.stringify(id)}`, detail);
  };
  router.post('/snapshots', noParameters, noBody, (ctx) => {
    ctx.status = 201;
    answerJson(ctx, snapshots.keep(emulator.snapshot()));
  });
  router.post('/snapshots/:id/restore', noParameters, noBody, (ctx) => {
    const { id = '' } = ctx.params;
    const snapshot = snapshots.get(id);
    if (snapshot === undefined) return noSuchSnapshot(ctx, id);
    return attempt(ctx, 'The snapshot is not restored', () => {
      emulator.restore(snapshot);
      ctx.status = 204;
    });
  });
  router.delete('/snapshots/:id', noParameters, (ctx) => {
    const { id = '' } = ctx.params;
    if (snapshots.remove(id)) ctx.status = 204;
    else noSuchSnapshot(ctx, id);
  });
}
