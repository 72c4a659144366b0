import { redactedLine, redactedText } from '../../redact.js';
import type { Place } from '../place.js';

/** Shorter secrets are only known by where they stand: replacing them wherever they occur would garble reports. */
const LEAST = 6;

export type Redact = (text: string) => string;

/** What stands at keys of scenario files that are not for everybody: in quotes, or up to what ends it. */
const IN_STORIES =
  /(["']?\b(?:api[ -]key|credentials|password|authorization)["']?:\s+)("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|(?:\{[^{}]*\}|[^,{}])+)/gi;

/** The documentation's placeholder, which is everybody's, and what recordings have in place of keys. */
const HARMLESS: readonly string[] = ['API_KEY', 'wrong-key'];

/** Replaces known secrets wherever they are, in whatever form they travel. */
export function redaction(secrets: readonly string[]): Redact {
  const known = secrets
    .flatMap((secret) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
    .filter((secret) => secret.length >= LEAST && !HARMLESS.includes(secret))
    .sort((one, other) => other.length - one.length);
  return (text) => known.reduce((left, secret) => left.replaceAll(secret, '…'), text);
}

/** A spot in a scenario, in a line that is as long as before, so that its columns stay where they are. */
export function redactedPlace(place: Place): Place {
  const text = redactedLine(place.text).replace(IN_STORIES, (all, before: string, secret: string) =>
    /^["']?(?:none|\{[\w-]+\})["']?\s*$/.test(secret) ? all : before + '…'.repeat(secret.length),
  );
  return { ...place, text };
}

/**
 * Plain data with every text in it redacted: known secrets wherever they are, others by where they stand, but for
 * commands, which have variables there already.
 */
export function redacted<Value>(value: Value, redact: Redact, key?: string): Value {
  if (typeof value === 'string') return redact(key === 'curl' ? value : redactedText(value)) as Value;
  if (Array.isArray(value)) return value.map((item) => redacted(item, redact)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, redacted(inner, redact, name)]),
  ) as Value;
}
