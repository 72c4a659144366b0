import { bareJid, type FullJid, fullJid } from '../jid.js';
import { error, info, type Note } from '../note.js';
import type { Release } from '../release.js';
import type { SessionManager } from '../session-manager/session-manager.js';
import type { Activity, UserStatusRefusal, UserStatusResult } from '../session-manager/user-status.js';
import { type Answer, content, serverError } from './answer.js';
import { type GroovyMap, type GroovyValue, isTrue, javaText } from './codecs/groovy-value.js';
import { writeJson } from './codecs/json-output.js';
import { markupBuilder } from './codecs/lazy.js';
import { readContent } from './content.js';
import { type ExchangeState, refuse } from './exchange.js';
import { isAvailable, type StatusFields, statusFields, traps } from './status-change.js';

/** The resource of a request that names none. */
export const DEFAULT_RESOURCE = 'tigase-external';

export interface StatusEndpointOptions {
  readonly release: Release;
  readonly clusterNode: string;
  readonly sessionManager: SessionManager;
}

/** Sets a user's presence as a request's content says, and leaves the answer in its state. */
export async function setStatus(
  jid: FullJid,
  state: ExchangeState,
  options: StatusEndpointOptions,
): Promise<void> {
  const read = await readContent(state);
  if ('failure' in read) return refuse(state, serverError, read.failure);
  const fields = statusFields(read.map);
  if (fields === undefined) {
    return refuse(
      state,
      serverError,
      error(
        'activity-no-object',
        'activity is neither missing nor an object with category, type and text; Tigase fails on it',
      ),
    );
  }
  const { sessionManager, clusterNode, release } = options;
  const { priority, show, status } = fields;
  const result = sessionManager.setUserStatus({
    from: `user-status-endpoint@http.${clusterNode}`,
    jid,
    available: isAvailable(fields),
    priority,
    show,
    status,
    activity: activityOf(fields.activity),
  });
  const { success } = result;
  state.change = {
    user: bareJid(jid),
    resource: jid.resource,
    available: fields.available,
    priority,
    show,
    status,
    success,
  };
  state.notes.push(...traps(read.map, fields, bareJid(jid)), ...resultNotes(result, jid, clusterNode));
  state.answer = await answerTo(fields, jid, success, state.contentType, release);
}

function activityOf(activity: GroovyMap | null): Activity | null {
  const part = (name: string) => {
    const value = activity?.get(name);
    return value === undefined || value === null || !isTrue(value) ? null : javaText(value);
  };
  const category = part('category');
  return category === null ? null : { category, type: part('type'), text: part('text') };
}

/** The answer is JSON when the request's type holds `application/json`, else XML (recordings "content type"). */
async function answerTo(
  { available, priority, show, status, activity }: StatusFields,
  jid: FullJid,
  success: boolean,
  contentType: string,
  { answer: { jsonIndent, activity: withActivity } }: Release,
): Promise<Answer> {
  const fields: GroovyMap = new Map<string, GroovyValue>([
    ['user', fullJid(jid)],
    ['available', available],
    ['priority', priority],
    ['show', show],
    ['status', status],
    ['success', success],
  ]);
  if (withActivity) fields.set('activity', activity);
  if (contentType.includes('application/json')) {
    return content('application/json', writeJson(new Map([['status', fields]]), jsonIndent));
  }
  const { writeXml } = await markupBuilder();
  return content('application/xml', writeXml('status', fields));
}

function resultNotes({ refusal, replaced }: UserStatusResult, jid: FullJid, clusterNode: string): Note[] {
  if (refusal !== undefined) return [error(refusal, REFUSALS[refusal](jid, clusterNode))];
  if (replaced === undefined) return [];
  return [
    info(
      'resource-taken-over',
      `${fullJid(jid)} took the resource of the session ${replaced}, which is closed`,
    ),
  ];
}

const REFUSALS: { readonly [refusal in UserStatusRefusal]: (jid: FullJid, clusterNode: string) => string } = {
  'not-trusted': (_, clusterNode) =>
    `user-status-endpoint@http.${clusterNode} is not among the trusted JIDs, so the session manager refuses what the endpoint asks`,
  'domain-not-served': ({ domain }) => `${JSON.stringify(domain)} is not one of the server's domains`,
  'illegal-local-part': ({ local }) =>
    `The local part ${JSON.stringify(local)} holds white space or one of & ( ) [ ], which Tigase refuses`,
  'no-session': (jid) =>
    `There is no session ${fullJid(jid)} to remove; a session is known by its JID as it was spelled when it was set`,
};
