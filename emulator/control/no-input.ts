import type Koa from 'koa';
import { readJson } from './json-body.js';
import { readParameters } from './parameters.js';
import { problem } from './problem.js';

/** Before a call that takes no parameters: one that is there was meant to do something, and would be overlooked. */
export const noParameters: Koa.Middleware = (ctx, next) => {
  if (readParameters(ctx, []) !== undefined) return next();
};

/** Before a call that takes no body, for the same reason; an empty object is none. */
export const noBody: Koa.Middleware = async (ctx, next) => {
  if (ctx.is() === null || ctx.request.length === 0) return next();
  const body = await readJson(ctx);
  if (body === undefined) return;
  if (JSON.stringify(body.value) === '{}') return next();
  problem(ctx, 400, 'The call takes no body', `Leave the body of ${ctx.method} ${ctx.path} out`);
};
