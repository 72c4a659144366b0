import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DocumentReader } from '../../emulator/connections/xml-reader.js';
import { holds } from '../support/property.js';

const LIMIT = 200;
const HEADER = "<stream xmlns='jabber:client'>";

/** A stanza of so many bytes, most of them in characters of two. */
function stanzaOf(bytes: number): string {
  const room = bytes - '<m></m>'.length;
  return `<m>${'ä'.repeat(room >> 1)}${'x'.repeat(room & 1)}</m>`;
}

/** How many stanzas a reader takes from a document that comes in chunks, and what it says of the next. */
function read(chunks: readonly Buffer[]): { readonly taken: number; readonly problem: string | undefined } {
  let taken = 0;
  const count = () => {
    taken += 1;
  };
  const ignore = () => {};
  const listener = { onHeader: ignore, onElement: count, onFooter: ignore, onDoctype: ignore };
  const reader = new DocumentReader(listener, { stanza: LIMIT, depth: 10 });
  try {
    for (const chunk of chunks) reader.write(chunk);
    return { taken, problem: undefined };
  } catch (failure) {
    return { taken, problem: (failure as { condition?: string }).condition };
  }
}

/** A document cut at some places. */
function cutAt(document: Buffer, places: readonly number[]): Buffer[] {
  const cuts = [...new Set(places.map((place) => place % document.length))].sort((a, b) => a - b);
  return [0, ...cuts].map((start, index) => document.subarray(start, cuts[index]));
}

test("over TCP the limit is on each stanza's bytes, however they come", async () => {
  const sizes = fc.array(
    fc.oneof(fc.integer({ min: 7, max: LIMIT }), fc.constantFrom(LIMIT - 1, LIMIT, LIMIT + 1, LIMIT + 50)),
    { minLength: 1, maxLength: 6 },
  );
  await holds(
    fc.property(sizes, fc.array(fc.nat(), { maxLength: 8 }), (stanzas, places) => {
      const document = Buffer.from(HEADER + stanzas.map(stanzaOf).join(''));
      const tooLarge = stanzas.findIndex((size) => size > LIMIT);
      expect(read(cutAt(document, places))).toEqual(
        tooLarge < 0
          ? { taken: stanzas.length, problem: undefined }
          : { taken: tooLarge, problem: 'policy-violation' },
      );
    }),
    { numRuns: 2000 },
  );
});
