import type { Exchange } from '../http-api/exchange.js';

/** How much of a body the journal keeps, in characters: with a thousand entries it must not hold a gigabyte. */
export const KEPT_OF_A_BODY: number = 64 * 1024;

/** An exchange whose bodies are not longer than the journal keeps them; what is cut is told. */
export function bounded(exchange: Exchange): Exchange {
  const { body, answer } = exchange;
  const isLong = body !== undefined && body.length > KEPT_OF_A_BODY;
  if (!isLong && !(answer !== undefined && answer.body.length > KEPT_OF_A_BODY)) return exchange;
  return {
    ...exchange,
    body: body === undefined ? undefined : cut(body),
    answer: answer === undefined ? undefined : { ...answer, body: cut(answer.body) },
  };
}

function cut(text: string): string {
  if (text.length <= KEPT_OF_A_BODY) return text;
  const kept = Buffer.from(text.slice(0, KEPT_OF_A_BODY)).toString(); // a copy, which does not keep the whole
  return `${kept}… (the first ${KEPT_OF_A_BODY} of ${text.length} characters)`;
}
