import type Koa from 'koa';
import Router from 'koa-router';
import { StoppedError } from '../usage-error.js';
import type { ControlledEmulator } from './controlled-emulator.js';
import { domainRoutes } from './domains.js';
import { eventRoutes } from './events.js';
import { faultRoutes } from './faults.js';
import { healthRoutes } from './health.js';
import { inspectorRoutes } from './inspector.js';
import { journalRoutes } from './journal.js';
import { openapiRoutes } from './openapi.js';
import { isFromHere } from './origin.js';
import { presenceRoutes } from './presence.js';
import { problem } from './problem.js';
import { resetRoutes } from './reset.js';
import { snapshotRoutes } from './snapshots.js';
import { stateRoutes } from './state.js';
import { verifyRoutes } from './verify.js';

export const CONTROL_PATH = '/_emulator';

const isControl = /^\/_emulator(?:[/?]|$)/;

/** The emulator's own interface. It looks at the emulator from outside, through the library's API. */
export function control(emulator: ControlledEmulator): Koa.Middleware {
  const router = controlRouter(emulator);
  const routes = router.routes() as Koa.Middleware;
  return async (ctx, next) => {
    if (!isControl.test(ctx.req.url ?? '')) return next(); // not ctx.path: a target may be no URL at all
    if (!isFromHere(ctx)) return;
    try {
      await routes(ctx, async () => noSuchCall(ctx, router));
    } catch (failure) {
      if (!(failure instanceof StoppedError)) throw failure;
      problem(ctx, 503, 'The emulator stops', failure.message);
    }
  };
}

/** All calls of the interface. */
export function controlRouter(emulator: ControlledEmulator): Router {
  const router = new Router({ prefix: CONTROL_PATH });
  for (const addRoutes of ROUTES) addRoutes(router, emulator);
  return router;
}

const ROUTES = [
  healthRoutes,
  stateRoutes,
  presenceRoutes,
  resetRoutes,
  domainRoutes,
  snapshotRoutes,
  journalRoutes,
  verifyRoutes,
  faultRoutes,
  eventRoutes,
  openapiRoutes,
  inspectorRoutes,
];

function noSuchCall(ctx: Koa.Context, router: Router): void {
  const there = callsOf(router).join(', ');
  problem(ctx, 404, `There is no ${ctx.method} ${ctx.path}`, `Under ${CONTROL_PATH}/ there are ${there}`);
}

/** Every call in words, such as `DELETE faults/{id}`; what the page itself is made of is none. */
function callsOf({ stack }: Router): string[] {
  const calls = stack.flatMap(({ methods, path }) => {
    const name = String(path)
      .slice(CONTROL_PATH.length + 1)
      .replace(/:(\w+)/g, '{$1}');
    if (/\.(?:js|css)$/.test(name)) return [];
    return methods.filter((method) => method !== 'HEAD').map((method) => `${method} ${name}`);
  });
  return calls.map((call) => (call === 'GET ' ? 'GET / (the inspector)' : call));
}
