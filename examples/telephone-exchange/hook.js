import Koa from 'koa';
import { StatusRefused } from './status-client.js';

/**
 * What a telephone exchange calls: `POST /calls/answered?user=JID` and `POST /calls/ended?user=JID`. The user is "On the
 * phone" from the first call that was answered until the last one ended.
 */
export function createHook(statuses) {
  const calls = new Map();
  const app = new Koa();
  app.use(async (ctx) => {
    const { user } = ctx.query;
    if (ctx.method !== 'POST' || typeof user !== 'string') ctx.throw(404);
    const before = calls.get(user) ?? 0;
    if (ctx.path === '/calls/answered') calls.set(user, before + 1);
    else if (ctx.path === '/calls/ended') calls.set(user, Math.max(0, before - 1));
    else ctx.throw(404);
    const now = calls.get(user);
    try {
      if (before === 0 && now === 1) await statuses.setOnThePhone(user);
      if (before > 0 && now === 0) await statuses.remove(user);
      ctx.status = 204;
    } catch (failure) {
      calls.set(user, before); // the exchange calls again
      ctx.status = failure instanceof StatusRefused ? 502 : 503;
      ctx.body = failure.message;
    }
  });
  return app;
}
