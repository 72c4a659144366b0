/** How long a piece is, in characters: short enough that nobody waits for it. */
const PIECE = 64 * 1024;

/** A list as JSON without its brackets, in pieces. What an item shows is made where its piece is asked for. */
export function* jsonItems<Item>(items: Iterable<Item>, shown: (item: Item) => object): Generator<string> {
  let piece = '';
  let isFirst = true;
  for (const item of items) {
    piece += `${isFirst ? '' : ','}${JSON.stringify(shown(item))}`;
    isFirst = false;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}
