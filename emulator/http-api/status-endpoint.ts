import { bareJid, type FullJid, fullJid } from '../jid.js';
import { error, info, type Note } from '../note.js';
import type { Release } from '../release.js';
import type { SessionManager } from '../session-manager/session-manager.js';
import type { Activity, UserStatusRefusal, UserStatusResult } from '../session-manager/user-status.js';
import { type Answer, content, serverError } from './answer.js';
import { type GroovyMap, isTrue, javaText } from './codecs/groovy-value.js';
import { writeJson } from './codecs/json-output.js';
import type { XmlCodecs } from './codecs/xml-codecs.js';
import { type ExchangeState, refuse } from './exchange.js';
import { isAvailable, type StatusFields, statusFields } from './status-change.js';
import { readStatusContent } from './status-content.js';
import { noteTraps } from './traps.js';

/** The resource of a request that names none. */
export const DEFAULT_RESOURCE = 'tigase-external';

export interface StatusEndpointOptions {
  readonly release: Release;
  /** The JID of the endpoint, from which the session manager is asked. */
  readonly component: string;
  readonly sessionManager: Pick<SessionManager, 'setUserStatus'>;
  readonly xmlCodecs: () => Promise<XmlCodecs>;
}

/** Sets a user's presence as a request's content says, and leaves the answer in its state. */
export async function setStatus(
  jid: FullJid,
  state: ExchangeState,
  options: StatusEndpointOptions,
): Promise<void> {
  const asJson = state.contentType.includes('application/json');
  const xml = asJson ? undefined : await options.xmlCodecs();
  const read = readStatusContent(state, xml);
  if ('failure' in read) return refuse(state, { answer: serverError, note: read.failure });
  const fields = statusFields(read.map);
  if (fields === undefined) return refuse(state, { answer: serverError, note: ACTIVITY_NO_OBJECT });
  const user = bareJid(jid);
  const { available, priority, show, status, activity } = fields;
  const result = options.sessionManager.setUserStatus({
    from: options.component,
    jid,
    available: isAvailable(fields),
    priority,
    show,
    status,
    activity: activityOf(activity),
  });
  const { success, effects } = result;
  state.effects = effects;
  state.change = { available, priority, show, status, success };
  noteTraps({ content: read.map, fields, user, notes: state.notes });
  noteResult(state.notes, result, jid, options.component);
  state.answer = answerTo(answerFields(jid, fields, success, options.release), options.release, xml);
}

function activityOf(activity: GroovyMap | null): Activity | null {
  const part = (name: string) => {
    const value = activity?.get(name);
    return value === undefined || value === null || !isTrue(value) ? null : javaText(value);
  };
  const category = part('category');
  return category === null ? null : { category, type: part('type'), text: part('text') };
}

/** What the answer carries, in its order. */
function answerFields(jid: FullJid, fields: StatusFields, success: boolean, { answer }: Release): GroovyMap {
  const map: GroovyMap = new Map();
  map.set('user', fullJid(jid));
  map.set('available', fields.available);
  map.set('priority', fields.priority);
  map.set('show', fields.show);
  map.set('status', fields.status);
  map.set('success', success);
  if (answer.activity) map.set('activity', fields.activity);
  return map;
}

/** The answer is JSON when the request's type holds `application/json`, else XML (recordings "content type"). */
function answerTo(fields: GroovyMap, { answer }: Release, xml: XmlCodecs | undefined): Answer {
  return xml === undefined
    ? content('application/json', writeJson(new Map([['status', fields]]), answer.jsonIndent))
    : content('application/xml', xml.writeXml('status', fields));
}

function noteResult(
  notes: Note[],
  { refusal, replaced }: UserStatusResult,
  jid: FullJid,
  component: string,
): void {
  if (refusal !== undefined) notes.push(error(refusal, REFUSALS[refusal](jid, component)));
  if (replaced !== undefined) {
    const text = `${fullJid(jid)} took the resource of the session ${replaced}, which is closed`;
    notes.push(info('resource-taken-over', text));
  }
}

const ACTIVITY_NO_OBJECT = error(
  'activity-no-object',
  'activity is neither missing nor an object with category, type and text; Tigase fails on it',
);

const REFUSALS: { readonly [refusal in UserStatusRefusal]: (jid: FullJid, component: string) => string } = {
  'not-trusted': (_, component) =>
    `${component} is not among the trusted JIDs, so the session manager refuses what the endpoint asks. Add it to trusted, or leave trusted out`,
  'domain-not-served': ({ domain }) =>
    `${JSON.stringify(domain)} is not one of the server's domains; domains in the configuration (--domain) lists them`,
  'illegal-local-part': ({ local }) =>
    `The local part ${JSON.stringify(local)} holds white space or one of & ( ) [ ], which Tigase refuses`,
  'no-session': (jid) =>
    `There is no session ${fullJid(jid)} to remove; a session is known by its JID as it was spelled when it was set`,
};
