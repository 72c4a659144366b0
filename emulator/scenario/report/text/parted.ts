/** Two texts, taken apart where they differ. */
export interface Parted {
  /** What both begin with. */
  readonly before: string;
  readonly expected: string;
  readonly found: string;
  /** What both end with. */
  readonly after: string;
}

export function parted(expected: string, found: string): Parted {
  const shorter = Math.min(expected.length, found.length);
  let start = 0;
  while (start < shorter && expected[start] === found[start]) start += 1;
  if (isHighSurrogate(expected.charCodeAt(start - 1))) start -= 1; // both halves of a character stay together
  let end = 0;
  while (end < shorter - start && expected.at(-1 - end) === found.at(-1 - end)) end += 1;
  if (isLowSurrogate(expected.charCodeAt(expected.length - end))) end -= 1;
  return {
    before: expected.slice(0, start),
    expected: expected.slice(start, expected.length - end),
    found: found.slice(start, found.length - end),
    after: expected.slice(expected.length - end),
  };
}

/** Whether the two are near enough for the differing parts to be worth a mark. */
export function isWorthMarking({ before, expected, found, after }: Parted): boolean {
  const common = before.length + after.length;
  return common > 2 && common >= Math.max(expected.length, found.length);
}

/** How much of what both have in common is shown around a difference in a long text. */
const AROUND = 32;

/** The same with less of what both have in common, and then of the differing parts, where either is long. */
export function shortened(pair: Parted, limit: number): Parted {
  const { before, expected, found, after } = pair;
  const longest = before.length + Math.max(expected.length, found.length) + after.length;
  if (longest <= limit) return pair;
  return {
    before: before.length > AROUND ? `…${wellFormed(before.slice(-AROUND))}` : before,
    expected: clipped(expected, limit),
    found: clipped(found, limit),
    after: after.length > AROUND ? `${wellFormed(after.slice(0, AROUND))}…` : after,
  };
}

/** The beginning and the end of a long text: it tells how much is missing in between. */
export function clipped(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const start = Math.ceil((limit * 2) / 3);
  const end = limit - start;
  const missing = (text.length - limit).toLocaleString('en-US');
  return `${wellFormed(text.slice(0, start))} … ${missing} more characters … ${wellFormed(text.slice(-end))}`;
}

/** Without the half of a character that a cut has left at an end. */
function wellFormed(text: string): string {
  return text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
