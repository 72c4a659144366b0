import { bareJid, isLegalLocalPart, partsOf } from '../jid.js';
import type { Note } from '../note.js';
import type { Release } from '../release.js';
import type { SessionManager } from '../session-manager/session-manager.js';
import { type AccountAnswerOptions, accountAnswer, isJsonAnswered } from './account-answer.js';
import { contentRefusal, readAccountFields } from './account-content.js';
import * as notes from './account-notes.js';
import { noAccount, serverError, userExists } from './answer.js';
import type { GroovyValue } from './codecs/groovy-value.js';
import { type ExchangeState, type Refusal, refuse } from './exchange.js';

export interface AccountCallOptions extends AccountAnswerOptions {
  readonly sessionManager: SessionManager;
}

/** The user that a call names. */
export interface User {
  readonly local: string;
  readonly domain: string;
}

/** What the answer shows of an account. */
interface Shown {
  readonly jid: string;
  readonly uid: number;
}

type AccountCall = (
  jid: string,
  state: ExchangeState,
  options: AccountCallOptions,
) => Shown | Refusal | Promise<Shown | Refusal>;

/** Looks an account up. */
const get: AccountCall = (jid, state, { sessionManager }) =>
  contentRefusal(state) ?? sessionManager.accounts.get(jid) ?? missing(jid);

/**
 * Makes an account. Only a password that is no text keeps Tigase from it: where the password is missing or empty, or
 * the email is no text, the call fails once the account is there.
 * Source: recordings "account json body" and "account xml body".
 */
const put: AccountCall = async (jid, state, { sessionManager, xmlCodecs }) => {
  const { accounts } = sessionManager;
  const fields = await readAccountFields(state, xmlCodecs);
  if ('note' in fields) return fields;
  const { password, email } = fields;
  if (!isTextOrNull(password)) return failure(notes.passwordNoText);
  const there = accounts.get(jid);
  if (there !== undefined) return { answer: userExists, note: notes.userExists(there.jid) };
  const account = accounts.add({ jid, password: password || null, admin: false });
  if (account.password === null) return failure(notes.madeWithoutPassword(jid));
  if (!isTextOrNull(email)) return failure(notes.madeDespiteEmail(jid));
  const { domain } = partsOf(jid);
  if (!sessionManager.serves(domain)) state.notes.push(notes.accountNotServed(jid, domain));
  return account;
};

/**
 * Changes a password, and does not look at the email. A user without an account is answered alike; nothing is made.
 * Source: recordings "account json body" and "account xml body".
 */
const post: AccountCall = async (jid, state, { sessionManager, xmlCodecs }) => {
  const fields = await readAccountFields(state, xmlCodecs);
  if ('note' in fields) return fields;
  const { password } = fields;
  if (!isTextOrNull(password)) return failure(notes.passwordNoText);
  if (password === null || password === '') return failure(notes.passwordMissing);
  const account = sessionManager.accounts.get(jid);
  if (account === undefined) {
    state.notes.push(notes.noAccountChanged(jid));
    return { jid, uid: 0 };
  }
  account.password = password;
  return account;
};

/** Removes an account with all that is kept for it. */
const remove: AccountCall = (jid, state, { sessionManager }) => {
  const refusal = contentRefusal(state);
  if (refusal !== undefined) return refusal;
  const { events } = sessionManager;
  const first = events.count;
  const account = sessionManager.removeAccount(jid);
  state.effects = { first, end: events.count };
  return account ?? missing(jid);
};

const CALLS = { get, put, post, delete: remove };

export type AccountMethod = keyof typeof CALLS;

/** Carries out an account call, and leaves the answer in the request's state. */
export async function callAccount(
  method: AccountMethod,
  user: User,
  state: ExchangeState,
  options: AccountCallOptions,
): Promise<void> {
  const illegal = illegalPart(user, options.release);
  if (illegal !== undefined) return refuse(state, failure(illegal));
  const outcome = await CALLS[method](bareJid(user), state, options);
  if ('note' in outcome) return refuse(state, outcome);
  const { jid, uid } = outcome;
  const shown = new Map<string, GroovyValue>([
    ['jid', jid],
    ['domain', partsOf(jid).domain],
    ['uid', BigInt(uid)],
  ]);
  state.answer = await accountAnswer('user', isJsonAnswered(state), shown, options);
}

/** Tigase fails on the local parts that the status endpoint refuses, and on a domain with white space ("account path"). */
function illegalPart({ local, domain }: User, { blankLocalPart }: Release): Note | undefined {
  if (!isLegalLocalPart(local, blankLocalPart)) return notes.illegalLocalPart(local);
  return /[\t\n\v\f\r ]/.test(domain) ? notes.illegalDomain(domain) : undefined;
}

function isTextOrNull(value: GroovyValue): value is string | null {
  return value === null || typeof value === 'string';
}

function failure(note: Note): Refusal {
  return { answer: serverError, note };
}

function missing(jid: string): Refusal {
  return { answer: noAccount, note: notes.noAccount(jid) };
}
