import type Koa from 'koa';
import Router from 'koa-router';
import { isBareJid } from '../jid.js';
import type { ControlledEmulator } from './controlled-emulator.js';
import { problem } from './problem.js';

export const CONTROL_PATH = '/_emulator';

/** The emulator's own interface. It looks at the emulator from outside, through the library's API. */
export function control(emulator: ControlledEmulator): Koa.Middleware {
  const router = new Router({ prefix: CONTROL_PATH });
  router.get('/health', (ctx) => {
    ctx.body = { status: 'up', release: emulator.release, version: emulator.version };
  });
  router.get('/state', (ctx) => {
    const { domain } = ctx.query;
    if (Array.isArray(domain))
      return problem(
        ctx,
        400,
        'The parameter domain stands more than once',
        'Ask for one domain, or leave it out for all',
      );
    const unknown = Object.keys(ctx.query).find((name) => name !== 'domain');
    if (unknown !== undefined)
      return problem(ctx, 400, `There is no parameter ${JSON.stringify(unknown)}`, 'GET state takes domain');
    ctx.body = emulator.state(domain);
  });
  router.get('/presence/:jid', (ctx) => {
    const jid = ctx.params.jid ?? '';
    if (!isBareJid(jid))
      return problem(
        ctx,
        400,
        `${JSON.stringify(jid)} is no bare JID`,
        'Ask for local@domain, such as test@domain.com',
      );
    ctx.body = emulator.presence(jid);
  });
  const routes = router.routes() as Koa.Middleware;
  const unknown: Koa.Middleware = (ctx) =>
    problem(
      ctx,
      404,
      `There is no ${ctx.method} ${ctx.path}`,
      `There are GET ${CONTROL_PATH}/health, state and presence/{bare JID}`,
    );
  return (ctx, next) => {
    if (ctx.path !== CONTROL_PATH && !ctx.path.startsWith(`${CONTROL_PATH}/`)) return next();
    return routes(ctx, () => unknown(ctx, next));
  };
}
