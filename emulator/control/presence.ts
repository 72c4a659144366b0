import type Router from 'koa-router';
import { isBareJid } from '../jid.js';
import type { ControlledEmulator } from './controlled-emulator.js';
import { answerJson } from './json-answer.js';
import { noParameters } from './no-input.js';
import { problem } from './problem.js';

export function presenceRoutes(router: Router, emulator: ControlledEmulator): void {
  router.get('/presence/:jid', noParameters, (ctx) => {
    const { jid = '' } = ctx.params;
    if (isBareJid(jid)) answerJson(ctx, emulator.presence(jid));
    else
      problem(
        ctx,
        400,
        `${JSON.stringify(jid)} is no bare JID`,
        'Ask for local@domain, such as test@domain.com',
      );
  });
}
