import { randomBytes } from 'node:crypto';
import { comparable, partsOf } from '../jid.js';
import type { Account, Accounts } from '../session-manager/accounts.js';
import { ITERATIONS, type ScramHash, type ScramKeyring, verifyProof } from './scram.js';

/** The mechanisms on offer, the best first (recording "open and close" of the streams). */
export const MECHANISMS = ['SCRAM-SHA-256', 'SCRAM-SHA-1', 'PLAIN'] as const;

/** Where an exchange stands: it goes on with a challenge, or ends (RFC 6120, section 6.4). Data are before Base64. */
export type SaslStep =
  | { readonly kind: 'challenge'; readonly data: string }
  | { readonly kind: 'success'; readonly account: Account; readonly data?: string }
  | SaslFailure;

export interface SaslFailure {
  readonly kind: 'failure';
  readonly condition: 'invalid-authzid' | 'invalid-mechanism' | 'malformed-request' | 'not-authorized';
  readonly text: string;
  /** Why, for the note: more than a client is told. */
  readonly reason: string;
}

/** One exchange of one mechanism: takes what the client says, step by step. */
export type SaslExchange = (data: string) => SaslStep;

export interface SaslContext {
  readonly accounts: Accounts;
  readonly keyring: ScramKeyring;
  /** The host that the stream was opened to. */
  readonly domain: string;
}

/** Starts an exchange. Source of conditions and texts: recordings "PLAIN …", "unknown mechanism", "SCRAM-SHA-1 …". */
export function startExchange(mechanism: string, context: SaslContext): SaslExchange | SaslFailure {
  switch (mechanism) {
    case 'PLAIN':
      return plain(context);
    case 'SCRAM-SHA-1':
      return scram('sha1', context);
    case 'SCRAM-SHA-256':
      return scram('sha256', context);
    default:
      return {
        kind: 'failure',
        condition: 'invalid-mechanism',
        text: `Mechanism '${mechanism}' is not allowed`,
        reason: `There is no mechanism ${JSON.stringify(mechanism)}; there are ${MECHANISMS.join(', ')}`,
      };
  }
}

/** PLAIN (RFC 4616): everything in one message. */
function plain({ accounts, domain }: SaslContext): SaslExchange {
  return (data) => {
    const parts = data.split('\0');
    const [authzid = '', authcid = '', password = ''] = parts;
    if (parts.length !== 3 || authcid === '') {
      return malformed('PLAIN is authzid, NUL, authcid, NUL, password (RFC 4616)');
    }
    const found = accountOf(accounts, authcid, domain);
    if ('kind' in found) return found;
    if (found.password !== password) return notVerified(`The password of ${found.jid} is another one`);
    return authorized(found, authzid);
  };
}

/** SCRAM (RFC 5802) without channel binding: the password never goes over the wire. */
function scram(hash: ScramHash, { accounts, domain, keyring }: SaslContext): SaslExchange {
  let finish: SaslExchange | undefined;
  return (data) => {
    if (finish !== undefined) return finish(data);
    const [, header = '', authzid = '', bare = ''] = /^([ny],(?:a=([^,]*))?,)(n=.*)$/s.exec(data) ?? [];
    const { n: name = '', r: clientNonce = '' } = attributesOf(bare);
    if (name === '' || clientNonce === '') return malformed("SCRAM's first message is n,,n=user,r=nonce");
    const found = accountOf(accounts, unescapeName(name), domain);
    if ('kind' in found) return found;
    const keys = keyring.keysOf(found, found.password, hash);
    const nonce = `${clientNonce}${randomBytes(15).toString('base64')}`;
    const challenge = `r=${nonce},s=${keys.salt.toString('base64')},i=${ITERATIONS}`;
    finish = (final) => {
      const { c: binding, r, p: proof = '' } = attributesOf(final);
      if (r !== nonce)
        return failure('not-authorized', 'Wrong nonce', "The client's last message has another nonce");
      if (binding !== Buffer.from(header).toString('base64')) {
        return malformed("SCRAM's last message does not repeat the channel binding of the first");
      }
      const authMessage = `${bare},${challenge},${final.replace(/,p=[^,]*$/, '')}`;
      const signature = verifyProof(keys, hash, authMessage, Buffer.from(proof, 'base64'));
      if (signature === undefined) return notVerified(`The password of ${found.jid} is another one`);
      return authorized(found, unescapeName(authzid), `v=${signature}`);
    };
    return { kind: 'challenge', data: challenge };
  };
}

/** `n=user,r=nonce` as an object; a value may hold `=`. */
function attributesOf(message: string): { readonly [name: string]: string | undefined } {
  return Object.fromEntries(message.split(',').map((part) => [part.slice(0, 1), part.slice(2)]));
}

function unescapeName(name: string): string {
  return name.replaceAll('=2C', ',').replaceAll('=3D', '=');
}

/** The account that logs in: clients name its local part, some its bare JID. */
function accountOf(
  accounts: Accounts,
  authcid: string,
  domain: string,
): (Account & { password: string }) | SaslFailure {
  const jid = authcid.includes('@') ? authcid : `${authcid}@${domain}`;
  const account = accounts.get(jid);
  if (account === undefined || comparable(partsOf(jid).domain) !== comparable(domain))
    return notVerified(`There is no account ${jid}`);
  return hasPassword(account) ? account : notVerified(`${jid} has no password`);
}

function hasPassword(account: Account): account is Account & { password: string } {
  return account.password !== null;
}

function authorized(account: Account, authzid: string, data?: string): SaslStep {
  if (authzid !== '' && comparable(authzid) !== comparable(account.jid)) {
    const reason = `${account.jid} may not act as ${authzid}`;
    return { kind: 'failure', condition: 'invalid-authzid', text: 'Invalid authorization id', reason };
  }
  return { kind: 'success', account, ...(data === undefined ? {} : { data }) };
}

function failure(condition: SaslFailure['condition'], text: string, reason: string): SaslFailure {
  return { kind: 'failure', condition, text, reason };
}

function malformed(reason: string): SaslFailure {
  return failure('malformed-request', 'Invalid number of message parts', reason);
}

function notVerified(reason: string): SaslFailure {
  return failure('not-authorized', 'Password not verified', reason);
}
