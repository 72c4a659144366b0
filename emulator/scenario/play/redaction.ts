/** Shorter secrets are only known by where they stand: replacing them wherever they occur would garble reports. */
const LEAST = 6;

export type Redact = (text: string) => string;

/** Replaces secrets in texts: API keys and passwords by where they stand, and the known ones wherever they are. */
export function redaction(secrets: readonly string[]): Redact {
  const known = secrets
    .flatMap((secret) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
    .filter(({ length }) => length >= LEAST)
    .sort((one, other) => other.length - one.length);
  return (text) => {
    const byPlace = text
      .replace(/(api-key=)(?!\$)[^&\s"'<>#]+/gi, '$1…')
      .replace(/("password"\s*:\s*)"(?:[^"\\]|\\.)*"/g, '$1"…"')
      .replace(/(<password>)[^<]*(?=<\/password>)/g, '$1…');
    return known.reduce((left, secret) => left.replaceAll(secret, '…'), byPlace);
  };
}

/** The headers with which secrets travel. */
export function isSecretHeader(name: string): boolean {
  return /^(?:authorization|proxy-authorization|api-key|cookie|set-cookie)$/i.test(name);
}

/** Plain data with every text in it redacted. */
export function redacted<Value>(value: Value, redact: Redact): Value {
  if (typeof value === 'string') return redact(value) as Value;
  if (Array.isArray(value)) return value.map((item) => redacted(item, redact)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, redacted(inner, redact)]),
  ) as Value;
}
