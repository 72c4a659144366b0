import type Koa from 'koa';
import Router from 'koa-router';
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
  const routes = controlRouter(emulator).routes() as Koa.Middleware;
  return (ctx, next) => {
    if (!isControl.test(ctx.req.url ?? '')) return next(); // not ctx.path: a target may be no URL at all
    if (!isFromHere(ctx)) return;
    return routes(ctx, async () => noSuchCall(ctx));
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

const CALLS = [
  'GET health',
  'GET state',
  'PATCH state',
  'GET presence/{bare JID}',
  'POST reset',
  'POST domains',
  'DELETE domains/{name}',
  'POST snapshots',
  'POST snapshots/{id}/restore',
  'DELETE snapshots/{id}',
  'GET journal',
  'GET journal/scenario',
  'DELETE journal',
  'POST verify',
  'POST faults',
  'GET faults',
  'DELETE faults',
  'DELETE faults/{id}',
  'GET events',
  'GET openapi.json',
  'GET / (the inspector)',
];

function noSuchCall(ctx: Koa.Context): void {
  const there = CALLS.join(', ');
  problem(ctx, 404, `There is no ${ctx.method} ${ctx.path}`, `Under ${CONTROL_PATH}/ there are ${there}`);
}
