import type Router from 'koa-router';
import { attempt } from './attempt.js';
import type { ControlledEmulator } from './controlled-emulator.js';
import { answerJson } from './json-answer.js';
import { noBody, noParameters } from './no-input.js';

export function domainRoutes(router: Router, emulator: ControlledEmulator): void {
  router.post('/domains', noParameters, noBody, async (ctx) => {
    const { name, apiKey } = await emulator.createDomain();
    ctx.status = 201;
    answerJson(ctx, { name, apiKey });
  });
  router.delete('/domains/:name', noParameters, (ctx) => {
    return attempt(ctx, 'The domain is not removed', () => {
      emulator.removeDomain(ctx.params.name ?? '');
      ctx.status = 204;
    });
  });
}
