import type Koa from 'koa';
import Router from 'koa-router';
import type { ControlledEmulator } from './controlled-emulator.js';
import { faultRoutes } from './faults.js';
import { healthRoutes } from './health.js';
import { presenceRoutes } from './presence.js';
import { problem } from './problem.js';
import { stateRoutes } from './state.js';

export const CONTROL_PATH = '/_emulator';

const isControl = /^\/_emulator(?:[/?]|$)/;

/** The emulator's own interface. It looks at the emulator from outside, through the library's API. */
export function control(emulator: ControlledEmulator): Koa.Middleware {
  const router = new Router({ prefix: CONTROL_PATH });
  for (const addRoutes of [healthRoutes, stateRoutes, presenceRoutes, faultRoutes])
    addRoutes(router, emulator);
  const routes = router.routes() as Koa.Middleware;
  return (ctx, next) => {
    if (!isControl.test(ctx.req.url ?? '')) return next(); // not ctx.path: a target may be no URL at all
    return routes(ctx, async () => noSuchCall(ctx));
  };
}

const CALLS = [
  'GET health',
  'GET state',
  'GET presence/{bare JID}',
  'POST faults',
  'GET faults',
  'DELETE faults',
  'DELETE faults/{id}',
];

function noSuchCall(ctx: Koa.Context): void {
  const there = CALLS.join(', ');
  problem(ctx, 404, `There is no ${ctx.method} ${ctx.path}`, `Under ${CONTROL_PATH}/ there are ${there}`);
}
