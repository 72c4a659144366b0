import { type GroovyMap, type GroovyValue, isTrue, javaText } from './codecs/groovy-value.js';

/** The fields of a status request, as Tigase understands them: texts, as Java prints them. */
export interface StatusFields {
  readonly available: string;
  readonly priority: string;
  readonly show: string | null;
  readonly status: string | null;
  readonly activity: GroovyMap | null;
}

/**
 * The fields in a request's content: `available` and `priority` have defaults, which also stand in for what is
 * false in Groovy's sense. Source: recordings "omitted", "json available", "json priority", "json activity".
 *
 * @returns `undefined` where `activity` is neither missing nor a map, on which Tigase fails
 */
export function statusFields(content: GroovyMap): StatusFields | undefined {
  const activity = content.get('activity') ?? null;
  if (activity !== null && !(activity instanceof Map)) return undefined;
  return {
    available: textOr(content.get('available'), 'true'),
    priority: textOr(content.get('priority'), '-1'),
    show: textOrNull(content.get('show')),
    status: textOrNull(content.get('status')),
    activity,
  };
}

function textOr(value: GroovyValue | undefined, otherwise: string): string {
  // what is like the default is the default: of a thousand texts alike, the journal keeps one
  if (value === undefined || value === null || value === otherwise || !isTrue(value)) return otherwise;
  return javaText(value);
}

function textOrNull(value: GroovyValue | undefined): string | null {
  return value === undefined || value === null ? null : javaText(value);
}

/** Whether a status counts as available: everything does but `false`, in any letter case. */
export function isAvailable({ available }: StatusFields): boolean {
  return available.toUpperCase() !== 'FALSE'; // as Java's equalsIgnoreCase, to which `ſ` is an S too
}
