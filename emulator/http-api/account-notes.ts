import { error, type Note, warning } from '../note.js';

export const passwordNoText: Note = error(
  'password-no-text',
  'password is neither missing nor a text, on which Tigase fails; nothing was changed',
);

export const passwordMissing: Note = error(
  'password-missing',
  'password is missing or empty, on which Tigase fails; nothing was changed',
);

export function madeWithoutPassword(jid: string): Note {
  const text = `password is missing or empty: Tigase fails, yet it has made the account ${jid}`;
  return error('password-missing', `${text}, to which nobody can log in until POST sets a password`);
}

export function madeDespiteEmail(jid: string): Note {
  const text = `email is neither missing nor a text: Tigase fails, yet it has made the account ${jid}`;
  return error('email-no-text', text);
}

export function userExists(jid: string): Note {
  const text = `There is an account ${jid} already; letter case makes no other one`;
  return error('user-exists', `${text}. POST changes its password, DELETE removes it`);
}

export function noAccount(jid: string): Note {
  const text = `There is no account ${jid}; PUT makes one, or list it in accounts in the configuration`;
  return error('no-account', text);
}

export function noAccountChanged(jid: string): Note {
  const text = `There is no account ${jid}, so no password was changed, and none was made; PUT makes one`;
  return warning('no-account-changed', text);
}

export function accountNotServed(jid: string, domain: string): Note {
  const text = `${JSON.stringify(domain)} is not one of the server's domains, so ${jid} can't log in`;
  return warning('account-not-served', text);
}

export function illegalLocalPart(local: string): Note {
  const text = `The local part ${JSON.stringify(local)} holds white space or one of & ( ) [ ]`;
  return error('illegal-local-part', `${text}, which Tigase refuses`);
}

export function illegalDomain(domain: string): Note {
  const text = `The domain ${JSON.stringify(domain)} holds white space, which Tigase refuses`;
  return error('illegal-domain', text);
}
