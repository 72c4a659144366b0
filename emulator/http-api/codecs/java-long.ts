/** A whole number as a Java long: leading zeros allowed, overflow wraps around at 64 bits ("json available"). */
export function javaLong(written: string): bigint {
  if (written.length < 18) return BigInt(written);
  const negative = written.startsWith('-');
  let value = 0n;
  for (let at = negative ? 1 : 0; at < written.length; at += 15) {
    const part = written.slice(at, at + 15);
    value = BigInt.asIntN(64, value * 10n ** BigInt(part.length) + BigInt(part));
  }
  return BigInt.asIntN(64, negative ? -value : value);
}
