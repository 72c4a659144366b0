import { type Note, warning } from '../note.js';
import { XML_TEXT } from '../session-manager/stanza.js';
import { type GroovyMap, type GroovyValue, isTrue, javaText } from './codecs/groovy-value.js';
import { isAvailable, type StatusFields } from './status-change.js';

/** What a trap looks at: the content as it was sent, what Tigase makes of it, the user's bare JID, and the notes so far. */
interface Asked {
  readonly notes: Note[];
  readonly content: GroovyMap;
  readonly fields: StatusFields;
  readonly user: string;
}

/** Something in a request that does not do what its sender may expect, though Tigase takes it without a word. */
type Trap = (asked: Asked) => Note | undefined;

const FIELDS: ReadonlySet<string> = new Set(['available', 'priority', 'show', 'status', 'activity']);
const SHOWS: ReadonlySet<string> = new Set(['chat', 'away', 'xa', 'dnd']);
const ELEMENT_NAME = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;

const ignoredFields: Trap = ({ content, notes }) => {
  const ignored = [...content.keys()].filter((name) => !FIELDS.has(name));
  if (ignored.length === 0 || notes.some(({ code }) => code === 'xml-root')) return undefined; // which says it all
  const text = `Tigase ignores ${ignored.map((name) => JSON.stringify(name)).join(', ')}: it reads ${[...FIELDS].join(', ')}, in lower case`;
  return warning('field-ignored', text);
};

const availableFalsy: Trap = ({ content }) => {
  const given = content.get('available');
  if (given === undefined || given === null || isTrue(given)) return undefined;
  const text = `available ${shown(given)} is false in Groovy's sense, so the default "true" is used`;
  return warning('available-falsy', `${text}. Send the text "false" to remove the presence`);
};

const availableUnknown: Trap = ({ fields: { available } }) => {
  if (available === 'true' || /^(?:true|false)$/i.test(available)) return undefined;
  const text = `available ${JSON.stringify(available)} is neither "true" nor "false", and counts as available`;
  return warning('available-unknown', text);
};

const priorityFalsy: Trap = ({ content }) => {
  const given = content.get('priority');
  if (given === undefined || given === null || isTrue(given)) return undefined;
  const text = `priority ${shown(given)} is false in Groovy's sense, so the default -1 is used`;
  return warning('priority-falsy', text);
};

const priorityValue: Trap = ({ fields, user }) => {
  const { priority } = fields;
  if (priority === '-1') return undefined;
  const number = /^[+-]?\d+$/.test(priority) ? Number(priority) : Number.NaN;
  if (!(number >= -128 && number <= 127)) {
    const text = `priority ${JSON.stringify(priority)} is no integer from -128 to 127`;
    return warning('priority-unknown', `${text} (RFC 6121, section 4.7.2.3)`);
  }
  if (number < 0 || !isAvailable(fields)) return undefined;
  return warning(
    'priority-not-negative',
    `priority ${priority} is not negative: messages to ${user} will be lost`,
  );
};

const showUnknown: Trap = ({ fields: { show } }) => {
  if (show === null || show === '' || SHOWS.has(show)) return undefined;
  const text = `show ${JSON.stringify(show)} is not chat, away, xa or dnd`;
  return warning('show-unknown', `${text} (RFC 6121, section 4.7.2.1)`);
};

const activityUnseen: Trap = ({ fields: { activity } }) => {
  if (activity === null || isTrue(activity.get('category'))) return undefined;
  return warning('activity-without-category', 'activity has no category, so contacts see none');
};

const activityBroken: Trap = ({ fields: { activity } }) => {
  if (activity === null) return undefined;
  for (const part of ['category', 'type']) {
    const value = activity.get(part) ?? null;
    if (value === null || !isTrue(value) || ELEMENT_NAME.test(javaText(value))) continue;
    const text = `activity: ${part} ${JSON.stringify(javaText(value))} is no legal element name`;
    return warning(
      'activity-no-name',
      `${text}, so the XML that contacts get is broken and their streams end`,
    );
  }
  return undefined;
};

const textBroken: Trap = ({ fields }) => {
  for (const name of ['priority', 'show', 'status'] as const) {
    if (XML_TEXT.test(fields[name] ?? '')) continue;
    const text = `${name} holds a character that XML can't`;
    return warning('text-no-xml', `${text}, so what contacts get is broken and their streams end`);
  }
  return undefined;
};

const TRAPS: readonly Trap[] = [
  ignoredFields,
  availableFalsy,
  availableUnknown,
  priorityFalsy,
  priorityValue,
  showUnknown,
  activityUnseen,
  activityBroken,
  textBroken,
];

/** Notes the traps that a request steps into. */
export function noteTraps(asked: Asked): void {
  for (const trap of TRAPS) {
    const note = trap(asked);
    if (note !== undefined) asked.notes.push(note);
  }
}

function shown(value: GroovyValue): string {
  return typeof value === 'string' ? JSON.stringify(value) : javaText(value);
}
