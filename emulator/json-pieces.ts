/** How long a piece is at most, in characters: short enough that nobody waits for it. */
const LONGEST = 16 * 1024;

/** How long the first is; each next one is twice as long. What is done for the first time takes much longer. */
const FIRST = 1024;

/** A list as JSON without its brackets, in pieces. What an item shows is made where its piece is asked for. */
export function* jsonItems<Item>(items: Iterable<Item>, shown: (item: Item) => object): Generator<string> {
  let piece = '';
  let isFirst = true;
  let length = FIRST;
  for (const item of items) {
    piece += `${isFirst ? '' : ','}${JSON.stringify(shown(item))}`;
    isFirst = false;
    if (piece.length < length) continue;
    yield piece;
    piece = '';
    length = Math.min(2 * length, LONGEST);
  }
  yield piece;
}
