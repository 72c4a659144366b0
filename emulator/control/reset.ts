import type Router from 'koa-router';
import { attempt } from './attempt.js';
import type { ControlledEmulator } from './controlled-emulator.js';
import { noBody } from './no-input.js';
import { readParameters } from './parameters.js';

export function resetRoutes(router: Router, emulator: ControlledEmulator): void {
  router.post('/reset', noBody, (ctx) => {
    const parameters = readParameters(ctx, ['domain']);
    if (parameters === undefined) return;
    return attempt(ctx, 'Nothing is reset', () => {
      emulator.reset(parameters.domain);
      ctx.status = 204;
    });
  });
}
