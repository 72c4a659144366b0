import type Router from 'koa-router';
import type { ControlledEmulator } from './controlled-emulator.js';
import { answerJson } from './json-answer.js';
import { noParameters } from './no-input.js';

/** The header that tells one emulator from the next at the same address, whose entries begin anew. */
export const STARTED = 'Emulator-Started';

export function healthRoutes(router: Router, { release, version, startedAt }: ControlledEmulator): void {
  router.get('/health', noParameters, (ctx) => {
    ctx.set(STARTED, startedAt.toISOString());
    answerJson(ctx, { status: 'up', release, version });
  });
}
