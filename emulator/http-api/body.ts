import type { IncomingMessage } from 'node:http';
import type Koa from 'koa';
import { HttpMethodEnum, koaBody } from 'koa-body';
import { error } from '../note.js';
import { bodyTooLarge } from './answer.js';
import { javaUtf8 } from './codecs/java-text.js';
import { formOfType, isForm } from './content.js';
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
    encoding: 'binary',
    parsedMethods: Object.values(HttpMethodEnum), // a GET may bring its key in a form
    onError: (failure, ctx) => {
      if ((failure as BodyReadError).status !== 413) throw failure;
      const text = `The body is larger than limits.body, ${limit} bytes`;
      refuse(ctx.state as ExchangeState, { answer: bodyTooLarge, note: error('body-too-large', text) });
    },
  });
  return (ctx, next) => {
    const { state, req } = ctx;
    if (!(state.contentLength > 0)) return next();
    if (formOfType(state.contentType) === undefined && !isForm(state.contentType)) return next();
    showAsPlainText(req);
    return read(ctx, () => {
      if (state.answer !== undefined) return Promise.resolve(); // refused
      state.body = javaUtf8(String(ctx.request.body));
      return next();
    });
  };
}

/**
 * koa-body goes by Content-Type and Content-Encoding; Tigase reads what koa-body takes for no text (`/json`), and
 * never decompresses (recordings "content type 2" and "content encoding gzip, plain body").
 */
function showAsPlainText({ headers }: IncomingMessage): void {
  headers['content-type'] = 'text/plain';
  if (headers['content-encoding'] !== undefined) delete headers['content-encoding'];
}
