import { type Note, warning } from '../note.js';
import { type GroovyMap, type GroovyValue, isTrue, javaText } from './codecs/groovy-value.js';

/** The fields of a status request, as Tigase understands them: texts, as Java prints them. */
export interface StatusFields {
  readonly available: string;
  readonly priority: string;
  readonly show: string | null;
  readonly status: string | null;
  readonly activity: GroovyMap | null;
}

const KNOWN = new Set(['available', 'priority', 'show', 'status', 'activity']);
const SHOWS = new Set(['chat', 'away', 'xa', 'dnd']);

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
  return value === undefined || value === null || !isTrue(value) ? otherwise : javaText(value);
}

function textOrNull(value: GroovyValue | undefined): string | null {
  return value === undefined || value === null ? null : javaText(value);
}

/** Whether a status counts as available: everything does but `false`, in any letter case. */
export function isAvailable({ available }: StatusFields): boolean {
  return available.toLowerCase() !== 'false';
}

/** What a sender of these fields may not expect: the traps of the endpoint. */
export function traps(content: GroovyMap, fields: StatusFields, bare: string): Note[] {
  const ignored = Array.from(content.keys())
    .filter((name) => !KNOWN.has(name))
    .map((name) =>
      warning(
        'field-ignored',
        `The field ${JSON.stringify(name)} is ignored: Tigase reads ${[...KNOWN].join(', ')}, in lower case`,
      ),
    );
  return [
    ...ignored,
    ...availableTraps(content, fields),
    ...priorityTraps(content, fields, bare),
    ...showTraps(fields),
    ...activityTraps(fields),
  ];
}

function availableTraps(content: GroovyMap, { available }: StatusFields): Note[] {
  const given = content.get('available');
  if (given !== undefined && given !== null && !isTrue(given)) {
    return [
      warning(
        'available-falsy',
        `available ${shown(given)} is false in Groovy's sense, so the default "true" is used. Send the text "false" to remove the presence`,
      ),
    ];
  }
  if (/^(?:true|false)$/i.test(available)) return [];
  return [
    warning(
      'available-unknown',
      `available ${JSON.stringify(available)} is neither "true" nor "false", and counts as available`,
    ),
  ];
}

function priorityTraps(content: GroovyMap, { priority }: StatusFields, bare: string): Note[] {
  const given = content.get('priority');
  if (given !== undefined && given !== null && !isTrue(given)) {
    return [
      warning(
        'priority-falsy',
        `priority ${shown(given)} is false in Groovy's sense, so the default -1 is used`,
      ),
    ];
  }
  if (!/^[+-]?\d+$/.test(priority) || Math.abs(Number(priority)) > 128 || Number(priority) === 128) {
    return [
      warning(
        'priority-unknown',
        `priority ${JSON.stringify(priority)} is no integer from -128 to 127 (RFC 6121, section 4.7.2.3)`,
      ),
    ];
  }
  if (Number(priority) < 0) return [];
  return [
    warning(
      'priority-not-negative',
      `priority ${priority} is not negative: messages to ${bare} will be lost`,
    ),
  ];
}

function showTraps({ show }: StatusFields): Note[] {
  if (show === null || show === '' || SHOWS.has(show)) return [];
  return [
    warning(
      'show-unknown',
      `show ${JSON.stringify(show)} is not chat, away, xa or dnd (RFC 6121, section 4.7.2.1)`,
    ),
  ];
}

function activityTraps({ activity }: StatusFields): Note[] {
  if (activity === null) return [];
  const category = activity.get('category');
  if (category === undefined || !isTrue(category)) {
    return [warning('activity-without-category', 'activity has no category, so contacts see none')];
  }
  const types = ['category', 'type']
    .map((name) => activity.get(name) ?? null)
    .filter((value) => isTrue(value));
  return types
    .map((value) => javaText(value))
    .filter((text) => !/^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(text))
    .map((text) =>
      warning(
        'activity-no-name',
        `activity: ${JSON.stringify(text)} is no legal element name, so the XML that contacts get is broken and their streams end`,
      ),
    );
}

function shown(value: GroovyValue): string {
  return typeof value === 'string' ? JSON.stringify(value) : javaText(value);
}
