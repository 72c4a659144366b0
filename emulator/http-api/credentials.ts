import type { Accounts } from '../session-manager/accounts.js';

/** What an Authorization header says. */
export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'undecodable' }
  | { readonly kind: 'basic'; readonly user: string; readonly password: string };

const NONE: Credentials = { kind: 'none' };

/** Reads HTTP Basic credentials (RFC 7617); another scheme counts as none. Source: recordings "basic auth". */
export function readCredentials(authorization: string | undefined): Credentials {
  const encoded = authorization === undefined ? undefined : /^Basic (.*)$/i.exec(authorization)?.[1];
  if (encoded === undefined) return NONE;
  if (!isJavaBase64(encoded)) return { kind: 'undecodable' };
  const [user = '', ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { kind: 'basic', user, password: password.join(':') };
}

/** What `java.util.Base64`'s basic decoder takes: padding may be missing, but not be wrong. */
function isJavaBase64(text: string): boolean {
  const match = /^([A-Za-z\d+/]*)(={0,2})$/.exec(text);
  if (match === null) return false;
  const [, digits = '', padding = ''] = match;
  const rest = digits.length % 4;
  return rest !== 1 && (padding === '' || rest + padding.length === 4);
}

/** Whether credentials are those of an admin; `undefined` with the reason where they are not. */
export function adminRefusal(credentials: Credentials, accounts: Accounts): string | undefined {
  if (credentials.kind !== 'basic') return 'The request has no HTTP Basic credentials';
  const account = accounts.get(credentials.user);
  if (account === undefined) {
    return `There is no account ${JSON.stringify(credentials.user)} (the whole JID is needed, such as admin@domain.com)`;
  }
  if (account.password !== credentials.password) return `The password of ${account.jid} is another one`;
  return account.admin ? undefined : `${account.jid} is no admin`;
}
