import fc from 'fast-check';

/** Something is cut out of bytes, and something else put there. */
const mutation = (nasty: readonly string[]) =>
  fc.record({
    at: fc.nat(),
    removed: fc.integer({ min: 0, max: 20 }),
    inserted: fc.oneof(
      fc.constantFrom(...nasty).map((word) => Buffer.from(word)),
      fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
    ),
  });

/** Bytes, as they are or mutated: half of them stay, so that what follows is reached. `nasty` is what goes in. */
export function mutated(bytes: fc.Arbitrary<Buffer>, nasty: readonly string[]): fc.Arbitrary<Buffer> {
  const mutations = fc.oneof(
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(mutation(nasty), { maxLength: 3 }) },
  );
  return fc.tuple(bytes, mutations).map(([original, all]) =>
    all.reduce((changed, { at, removed, inserted }) => {
      const start = at % (changed.length + 1);
      return Buffer.concat([changed.subarray(0, start), inserted, changed.subarray(start + removed)]);
    }, original),
  );
}

/** Where bytes are cut. */
export const places: fc.Arbitrary<readonly number[]> = fc.array(fc.nat(), { maxLength: 3 });

/** Bytes in pieces of any size. */
export function cut(bytes: Buffer, at: readonly number[]): Buffer[] {
  const cuts = [...new Set(at.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...cuts].map((start, index) => bytes.subarray(start, cuts[index]));
}
