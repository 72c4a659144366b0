import fc from 'fast-check';

/** For how long `npm run fuzz` checks each property, in seconds; 0 in ordinary runs. */
const FUZZ_SECONDS = Number(process.env.FUZZ_SECONDS ?? 0);

/**
 * Checks a property: once with as many inputs as said, and with others over and over as long as somebody fuzzes. A
 * failure names the seed and the path that bring it back: `fc.assert(property, { seed, path })`.
 */
export async function holds<Inputs>(
  property: fc.IRawProperty<Inputs>,
  parameters: fc.Parameters<Inputs> = {},
): Promise<void> {
  const end = performance.now() + FUZZ_SECONDS * 1000;
  do await fc.assert(property as fc.IAsyncProperty<Inputs>, parameters);
  while (performance.now() < end);
}
