import type Router from 'koa-router';
import type { StateAddition } from '../options/emulator-options.js';
import { attempt } from './attempt.js';
import type { ControlledEmulator } from './controlled-emulator.js';
import { answerJsonInTurns } from './json-answer.js';
import { readJson } from './json-body.js';
import { noParameters } from './no-input.js';
import { readParameters } from './parameters.js';

export function stateRoutes(router: Router, emulator: ControlledEmulator): void {
  router.get('/state', (ctx) => {
    const parameters = readParameters(ctx, ['domain']);
    if (parameters === undefined) return;
    return attempt(ctx, 'There is no state of it', () => {
      answerJsonInTurns(ctx, emulator.stateJson(parameters.domain));
    });
  });
  router.patch('/state', noParameters, async (ctx) => {
    const body = await readJson(ctx);
    if (body === undefined) return;
    return attempt(ctx, 'The addition is wrong, and nothing is added', () => {
      emulator.addState(body.value as StateAddition); // which the emulator itself checks
      ctx.status = 204;
    });
  });
}
