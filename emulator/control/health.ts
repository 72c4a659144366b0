import type Router from 'koa-router';
import type { ControlledEmulator } from './controlled-emulator.js';
import { noParameters } from './no-input.js';

export function healthRoutes(router: Router, { release, version }: ControlledEmulator): void {
  router.get('/health', noParameters, (ctx) => {
    ctx.body = { status: 'up', release, version };
  });
}
