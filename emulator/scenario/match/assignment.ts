/**
 * Finds each of the wanted a different one of the found that fits it, whatever their order: for each of the wanted
 * the index of its partner, `undefined` where none is left. As many as possible get one (augmenting paths).
 */
export function assigned(
  wanted: number,
  found: number,
  fits: (wanted: number, found: number) => boolean,
): (number | undefined)[] {
  const partners: (number | undefined)[] = Array.from({ length: found });
  const assign = (one: number, tried: Set<number>): boolean => {
    for (let other = 0; other < found; other++) {
      if (tried.has(other) || !fits(one, other)) continue;
      tried.add(other);
      const taken = partners[other];
      if (taken !== undefined && !assign(taken, tried)) continue;
      partners[other] = one;
      return true;
    }
    return false;
  };
  for (let one = 0; one < wanted; one++) assign(one, new Set());
  const result: (number | undefined)[] = Array.from({ length: wanted });
  for (const [other, one] of partners.entries()) if (one !== undefined) result[one] = other;
  return result;
}
