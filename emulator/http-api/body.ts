import type { IncomingMessage } from 'node:http';
import type Koa from 'koa';
import { koaBody } from 'koa-body';
import { error } from '../note.js';
import { isForm } from './access.js';
import { bodyTooLarge } from './answer.js';
import { formOfType } from './content.js';
import { type ExchangeState, refuse } from './exchange.js';

/** An error of koa-body that has an HTTP status, as too large a body has. */
interface BodyReadError extends Error {
  readonly status?: number;
}

/**
 * Reads the body of a request with koa-body, as text with a character a byte: what the bytes mean is Tigase's to
 * say. Only what Tigase looks at is read: content and forms with a Content-Length above 0.
 */
export function bodyReader(limit: number): Koa.Middleware<ExchangeState> {
  const read = koaBody({
    json: false,
    urlencoded: false,
    text: true,
    textTypes: ['text/plain'],
    textLimit: limit,
    encoding: 'latin1',
    onError: (failure) => {
      throw failure;
    },
  });
  return async (ctx, next) => {
    const { state, req } = ctx;
    if (!(Number(req.headers['content-length']) > 0)) return next();
    if (formOfType(state.contentType) === undefined && !isForm(state.contentType)) return next();
    showAsPlainText(req);
    try {
      await read(ctx, async () => {});
    } catch (failure) {
      return refuseBody(state, failure as BodyReadError, limit);
    }
    state.body = Buffer.from(String(ctx.request.body), 'latin1');
    return next();
  };
}

/**
 * koa-body goes by Content-Type and Content-Encoding; Tigase reads what koa-body takes for no text (`/json`), and
 * never decompresses (recordings "content type 2" and "content encoding gzip, plain body").
 */
function showAsPlainText({ headers }: IncomingMessage): void {
  headers['content-type'] = 'text/plain';
  delete headers['content-encoding'];
}

function refuseBody(state: ExchangeState, failure: BodyReadError, limit: number): void {
  if (failure.status !== 413) throw failure;
  refuse(state, bodyTooLarge, error('body-too-large', `The body is larger than limits.body, ${limit} bytes`));
}
