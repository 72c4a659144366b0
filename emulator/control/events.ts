import type Router from 'koa-router';
import { whenClientLeaves } from './client-leaves.js';
import type { ControlledEmulator } from './controlled-emulator.js';
import { EventReaders } from './event-readers.js';
import { STARTED } from './health.js';
import { noParameters } from './no-input.js';

/** Live events as Server-Sent Events (HTML Living Standard, section 9.2). */
export function eventRoutes(router: Router, emulator: ControlledEmulator): void {
  const readers = new EventReaders(emulator);
  router.get('/events', noParameters, (ctx) => {
    if (ctx.method === 'HEAD') {
      ctx.set('Content-Type', 'text/event-stream');
      ctx.status = 200;
      return;
    }
    ctx.respond = false;
    ctx.res.setHeader(STARTED, emulator.startedAt.toISOString());
    readers.add(ctx.res, ctx.get('Last-Event-ID'));
    whenClientLeaves(ctx.req, ctx.res, () => void ctx.res.destroy());
  });
}
