import type Router from 'koa-router';
import type { ControlledEmulator } from './controlled-emulator.js';

export function healthRoutes(router: Router, { release, version }: ControlledEmulator): void {
  router.get('/health', (ctx) => {
    ctx.body = { status: 'up', release, version };
  });
}
