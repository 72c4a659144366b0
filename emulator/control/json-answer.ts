import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import type Koa from 'koa';

const TYPE = 'application/json';

/**
 * Answers with JSON. Koa gets it as text: it would ask of all else whether it is fetch's `Response`, for which Node
 * loads the whole of fetch, during which nobody is answered for 40 milliseconds.
 */
export function answerJson(ctx: Koa.Context, value: object): void {
  ctx.type = TYPE;
  ctx.body = JSON.stringify(value);
}

/** Answers with JSON in pieces. Others are answered between two of them. */
export function answerJsonInTurns(ctx: Koa.Context, pieces: Iterable<string>): void {
  ctx.type = TYPE;
  ctx.status = 200;
  if (ctx.method === 'HEAD') return;
  ctx.respond = false;
  pipeline(Readable.from(paced(pieces)), ctx.res).catch((failure) => ctx.onerror(failure));
}

async function* paced(pieces: Iterable<string>): AsyncGenerator<string> {
  for (const piece of pieces) {
    yield piece;
    await setImmediate();
  }
}
