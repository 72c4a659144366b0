/** A step as it is read aloud: `alice receives presence, from {test}, show xa`. */
export function sentenceOf(actor: string, action: unknown): string {
  if (typeof action === 'string') return `${actor} ${action}`;
  return `${actor} ${clauses(action).join(', ')}`;
}

/** Keys whose values are not for everybody. */
const SECRET = /^(?:api[ -]key|credentials|password|authorization|x-api-key)$/i;

/** How much of a value is read out, in characters. */
const LENGTH = 60;

function clauses(mapping: unknown): string[] {
  return Object.entries(Object(mapping)).map(([key, value]) => {
    const words = SECRET.test(key) && value !== 'none' ? '…' : spoken(value);
    return words === '' ? key : `${key} ${words}`;
  });
}

function spoken(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return shortened(value.map(inner).join('; '));
  return shortened(inner(value));
}

function inner(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value).replace(/\s+/g, ' ').trim();
  if (Array.isArray(value)) return `[${value.map(inner).join(', ')}]`;
  return clauses(value).join(', ');
}

function shortened(text: string): string {
  return text.length > LENGTH ? `${text.slice(0, LENGTH - 1)}…` : text;
}
