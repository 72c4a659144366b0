import type Router from 'koa-router';
import type { ControlledEmulator } from './controlled-emulator.js';
import { noParameters } from './no-input.js';

/** The OpenAPI document. It is made with the first request, as all its schemas are: a start has no time for them. */
export function openapiRoutes(router: Router, { version, release }: ControlledEmulator): void {
  let text: string | undefined;
  router.get('/openapi.json', noParameters, async (ctx) => {
    if (text === undefined) {
      const { openapiDocument } = await import('./openapi/document.js');
      text = JSON.stringify(openapiDocument(version, release));
    }
    ctx.body = text;
    ctx.type = 'application/json';
  });
}
