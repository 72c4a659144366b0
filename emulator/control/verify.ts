import type { IncomingMessage, ServerResponse } from 'node:http';
import type Router from 'koa-router';
import type { VerificationOption } from '../verification/expectation.js';
import { VerificationError } from '../verification/verification-error.js';
import { attempt } from './attempt.js';
import { whenClientLeaves } from './client-leaves.js';
import type { ControlledEmulator } from './controlled-emulator.js';
import { answerJson } from './json-answer.js';
import { readJson } from './json-body.js';
import { noParameters } from './no-input.js';
import { problem } from './problem.js';

export function verifyRoutes(router: Router, emulator: ControlledEmulator): void {
  router.post('/verify', noParameters, async (ctx) => {
    const body = await readJson(ctx);
    if (body === undefined) return;
    return attempt(ctx, 'The verification is wrong', async () => {
      try {
        const expected = body.value as VerificationOption; // which the emulator itself checks
        answerJson(ctx, await emulator.verification(expected, gone(ctx.req, ctx.res)));
      } catch (failure) {
        if (!(failure instanceof VerificationError)) throw failure;
        const { count, misses, warnings, message } = failure;
        problem(ctx, 422, 'The verification does not hold', message, { count, misses, warnings });
      }
    });
  });
}

/** Aborts when the client has gone: nobody waits for the verdict any more. */
function gone(request: IncomingMessage, response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  whenClientLeaves(request, response, () => controller.abort());
  return controller.signal;
}
