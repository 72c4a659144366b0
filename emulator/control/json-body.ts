import type Koa from 'koa';
import { koaBody } from 'koa-body';
import { problem } from './problem.js';

/** The largest body, in bytes. */
const LIMIT = 1024 ** 2;

const TYPE = 'application/json';

/** What stands where bytes are none of UTF-8. */
const REPLACED = '\ufffd';

/** Reads a body of JSON; `undefined` where there is none to be had, which is answered with a problem document. */
export async function readJson(ctx: Koa.Context): Promise<{ readonly value: unknown } | undefined> {
  if (!ctx.is(TYPE) || ctx.request.length === 0 || !/^(?:utf-?8)?$/i.test(ctx.request.charset)) {
    problem(ctx, 400, whatIsWrong(ctx), `Send JSON with Content-Type: ${TYPE}`);
    return undefined;
  }
  let failed = false;
  const read = koaBody({
    jsonLimit: LIMIT,
    jsonStrict: false, // what is no object is JSON all the same, and the schema's to refuse
    onError: (failure) => {
      failed = true;
      tell(ctx, failure);
    },
  });
  await read(ctx, () => Promise.resolve());
  if (failed) return undefined;
  if (JSON.stringify(ctx.request.body).includes(REPLACED)) {
    problem(ctx, 400, 'The body is no UTF-8', 'JSON is sent in UTF-8 (RFC 8259, section 8.1)');
    return undefined;
  }
  return { value: ctx.request.body };
}

function whatIsWrong(ctx: Koa.Context): string {
  if (ctx.is() === null || ctx.request.length === 0) return 'There is no body';
  const type = ctx.get('Content-Type');
  return type === '' ? 'There is no Content-Type' : `The Content-Type is ${type}`;
}

function tell(ctx: Koa.Context, failure: Error & { readonly status?: number }): void {
  if (failure.status !== 413)
    return problem(
      ctx,
      400,
      `The body is no ${TYPE}`,
      `It can't be read: ${withoutExcerpt(failure.message)}`,
    );
  ctx.set('Connection', 'close'); // the rest of the body is not read
  problem(ctx, 413, 'The body is too large', `Send at most ${LIMIT} bytes`);
}

/** V8 quotes what stands around a mistake, which may be a password. */
function withoutExcerpt(message: string): string {
  return message.replace(/, .*is not valid JSON$/s, ' where none may be');
}
