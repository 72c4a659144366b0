import { writeJson } from '../../http-api/codecs/json-output.js';
import { comparable, ILLEGAL_IN_LOCAL_PART } from '../../jid.js';
import { RESERVED } from '../format/load-scenario.js';
import type { Replacement } from './templates.js';
import { literal, Templates } from './templates.js';
import { listedDomain, type PathUser, type Told, userOf } from './told.js';

/** Who takes part in a recording, and under which names a scenario tells of them. */
export interface RecordedCast {
  /** Names of accounts that must be there beforehand. */
  readonly accounts: readonly string[];
  /** The account that a JID is, if it is one. */
  accountOf(jid: string): string | undefined;
  /** Whether a domain is the server's own. */
  isOwn(domain: string): boolean;
  readonly templates: Templates;
}

/** What no account can be called: what means something in scenarios, and the application. */
const TAKEN = [...RESERVED, 'app'];

/** Finds out from the answers which domains are the server's own, and which users are there beforehand. */
export function castOf(tolds: readonly Told[]): RecordedCast {
  const users = usersOf(tolds);
  const own = ownDomains(tolds, users);
  const accounts = new Map<string, string>();
  for (const user of users.values())
    if (own.has(user.domain) && canBeAccount(user) && !isSpelledInWays(user, users))
      accounts.set(user.jid, freeName(user.local, [...accounts.values()]));
  const domain = [...own][0] ?? '';
  const names = Array.from(accounts, ([jid, name]) => [name, jid]);
  return {
    accounts: [...accounts.values()],
    accountOf: (jid) => accounts.get(jid),
    isOwn: (name) => own.has(name),
    templates: new Templates(replacementsFor(users, own, accounts), {
      ...Object.fromEntries(names),
      domain,
      release: '',
      mark: '',
    }),
  };
}

interface RecordedUser extends Pick<PathUser, 'jid' | 'local' | 'domain'> {
  /** As paths write it. */
  readonly spellings: Set<string>;
  /** What it was answered where its status was to change. */
  readonly successes: Set<string | undefined>;
  /** Whether an account was to be made of it. */
  isMade: boolean;
  /** Whether it had an account before it was recorded, as far as the answers tell. */
  hadAccount: boolean | undefined;
}

/** Whether everything was answered as it is where there is such an account beforehand. */
function canBeAccount({ local, successes, isMade, hadAccount }: RecordedUser): boolean {
  if (hadAccount !== undefined || isMade) return hadAccount ?? false;
  return successes.has('true') || !(successes.has('false') || ILLEGAL_IN_LOCAL_PART.test(local));
}

/**
 * Whether a user's JID came in several letter cases. To Tigase they are one user, but a session is known by one
 * spelling; a status needs no account, so that all of them can stay as they are.
 */
function isSpelledInWays(user: RecordedUser, users: ReadonlyMap<string, RecordedUser>): boolean {
  const others = Array.from(users.values()).filter(({ jid }) => comparable(jid) === comparable(user.jid));
  return others.length > 1 && others.every(({ hadAccount }) => hadAccount === undefined);
}

function usersOf(tolds: readonly Told[]): ReadonlyMap<string, RecordedUser> {
  const users = new Map<string, RecordedUser>();
  for (const told of tolds) {
    const named = userOf(told);
    if (named === undefined) continue;
    const { jid, local, domain, raw, rest } = named;
    const user: RecordedUser = users.get(jid) ?? {
      jid,
      local,
      domain,
      spellings: new Set(),
      successes: new Set(),
      isMade: false,
      hadAccount: undefined,
    };
    users.set(jid, user);
    user.spellings.add(raw);
    user.isMade ||= rest === '' && told.method === 'PUT';
    if (rest === '') user.hadAccount ??= accountBefore(told);
    else user.successes.add(answeredField(told, 'success'));
  }
  return users;
}

/** What an account call's answer tells of the time before it. */
function accountBefore({ method, body, answer }: Told): boolean | undefined {
  const { status } = answer;
  if (method === 'PUT') {
    if (status === 409) return true;
    return status === 200 || (status === 500 && bringsUser(body ?? '')) ? false : undefined;
  }
  if (status === 404) return false;
  if (status !== 200) return undefined;
  return !(method === 'POST' && /"uid"\s*:\s*0\b|<uid>0</.test(answer.body));
}

/** Whether Tigase makes an account of it, though it fails then: only a password that is no text keeps it from that. */
function bringsUser(body: string): boolean {
  try {
    const { user } = JSON.parse(body) as { readonly user?: { readonly password?: unknown } };
    const password = user?.password ?? '';
    return typeof user === 'object' && user !== null && !Array.isArray(user) && typeof password === 'string';
  } catch {
    return /^\s*(?:<\?[^>]*>\s*)?<user[\s>][\s\S]*<\/user\s*>\s*$/.test(body);
  }
}

/** A field of the answer to a status change. */
export function answeredField({ answer: { body } }: Told, name: string): string | undefined {
  try {
    const { status } = JSON.parse(body) as { readonly status?: { readonly [name: string]: unknown } };
    return status?.[name] === undefined ? undefined : String(status[name]);
  } catch {
    return new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1];
  }
}

/**
 * A domain is not the server's where a status could not be set there. One that nothing is known of is taken for its
 * own; another spelling of one of its own only where it worked as well.
 */
function ownDomains(tolds: readonly Told[], users: ReadonlyMap<string, RecordedUser>): ReadonlySet<string> {
  const working = new Set<string>();
  const refused = new Set<string>();
  for (const told of tolds) {
    const user = userOf(told);
    if (user === undefined || user.rest === '') continue;
    const success = answeredField(told, 'success');
    if (success === 'true') working.add(user.domain);
    const isSet = answeredField(told, 'available')?.toLowerCase() !== 'false';
    if (success === 'false' && isSet && !ILLEGAL_IN_LOCAL_PART.test(user.local)) refused.add(user.domain);
  }
  const listed = tolds
    .filter(({ answer }) => !(answer.status === 200 && /"count"\s*:\s*0\b|<count>0</.test(answer.body)))
    .flatMap((told) => listedDomain(told) ?? []);
  const named = new Set([...working, ...Array.from(users.values(), ({ domain }) => domain), ...listed]);
  const isSpelledOtherwise = (domain: string) =>
    [...working].some((other) => other !== domain && comparable(other) === comparable(domain));
  return new Set(
    [...named].filter(
      (domain) =>
        working.has(domain) || !(refused.has(domain) || /\s/.test(domain) || isSpelledOtherwise(domain)),
    ),
  );
}

function freeName(local: string, taken: readonly string[]): string {
  const name = comparable(local);
  const isFree = (one: string) => !taken.includes(one) && !TAKEN.includes(one);
  if (/^[a-z][\w-]*$/.test(name) && isFree(name)) return name;
  let number = 1;
  while (!isFree(`user-${number}`)) number += 1;
  return `user-${number}`;
}

function replacementsFor(
  users: ReadonlyMap<string, RecordedUser>,
  own: ReadonlySet<string>,
  accounts: ReadonlyMap<string, string>,
): Replacement[] {
  const ofUsers = Array.from(users.values())
    .filter(({ domain }) => own.has(domain))
    .flatMap(({ jid, spellings }) => {
      const account = accounts.get(jid);
      const written = Array.from(new Set([jid, ...spellings]), (find) => ({
        find,
        template: account === undefined ? atDomain(find) : `{${account}}`,
      }));
      const inJson = writeJson(jid, 0).slice(1, -1);
      return inJson === jid ? written : [...written, { find: inJson, template: atDomain(inJson) }];
    });
  const lists = Array.from(own, (domain) => ({
    find: `/rest/users/${domain}`,
    template: '/rest/users/{domain}',
  }));
  return [...ofUsers, ...lists];
}

/** A JID that is nobody's account beforehand, with the domain as a variable, and a name that no other run has. */
export function atDomain(jid: string): string {
  return jid.replace(
    /^(.*)(@|%40)(.*)$/is,
    (_, local: string, at: string) =>
      `${literal(local)}${/^[\w.-]+$/.test(local) ? '{mark}' : ''}${at}{domain}`,
  );
}
