import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';

/** A body in pieces. Others are answered between two of them. */
export function inTurns(pieces: Iterable<string>): Readable {
  return Readable.from(paced(pieces));
}

async function* paced(pieces: Iterable<string>): AsyncGenerator<string> {
  for (const piece of pieces) {
    yield piece;
    await setImmediate();
  }
}
