/**
 * Gives a list that is like the last one as that one. A client's requests have the same headers again and again, and
 * whoever keeps a thousand requests keeps them once.
 */
export class Recurring {
  private last: readonly string[] = [];

  of(list: readonly string[]): readonly string[] {
    if (!isLike(list, this.last)) this.last = list;
    return this.last;
  }
}

function isLike(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, index) => text === other[index]);
}
