import type { IncomingMessage } from 'node:http';
import { error } from '../note.js';
import type { Release } from '../release.js';
import type { Accounts } from '../session-manager/accounts.js';
import { forbidden, serverError, unauthorized } from './answer.js';
import type { ApiKeys, KeyRefusal } from './api-keys.js';
import { isForm } from './content.js';
import { adminRefusal, type Credentials, readCredentials } from './credentials.js';
import type { ExchangeState, Refusal } from './exchange.js';
import { onlyValue, type Parameters, readParameters } from './parameters.js';

export interface AccessOptions {
  readonly release: Release;
  readonly keys: ApiKeys;
  readonly openAccess: boolean;
  readonly accounts: Accounts;
}

/** What a call asks for on every release: an API key, or an admin's credentials besides. */
export type CallAccess = 'key' | 'key and admin';

/** What a request brings to the gate. */
interface Brought {
  /** The API key; `undefined` where there is none, or more than one in the parameters. */
  readonly key: string | undefined;
  readonly parameters: Parameters;
  readonly credentials: Credentials;
  readonly path: string;
  readonly request: IncomingMessage;
}

/**
 * Tigase's gate before a REST call: the API key and, where the call or the release asks for them, an admin's
 * credentials. Source: recordings "access", "basic auth", "limited keys", "account access", and all of 8.3 with open
 * access.
 *
 * @returns why the call may not go on; `undefined` where it may
 */
export function accessRefusal(
  request: IncomingMessage,
  state: ExchangeState,
  options: AccessOptions,
  asked: CallAccess,
): Refusal | undefined {
  const credentials = readCredentials(request.headers.authorization);
  if (credentials.kind === 'undecodable') return UNDECODABLE;
  const parameters = readParameters(state.query, isForm(state.contentType) ? (state.body ?? '') : '');
  if (parameters === undefined) return UNREADABLE;
  const { release, openAccess } = options;
  const key = keyOf(request, parameters, release);
  const brought = { key, parameters, credentials, path: state.path, request };
  const keyGate = openAccess ? openAccessGate : apiKeyGate;
  return keyGate(brought, options) ?? credentialsGate(brought, options, asked);
}

const UNDECODABLE: Refusal = {
  answer: serverError,
  note: error(
    'credentials-undecodable',
    'No valid Base64 follows "Authorization: Basic"; Tigase fails on it',
  ),
};

const UNREADABLE: Refusal = {
  answer: serverError,
  note: error(
    'parameter-unreadable',
    'A parameter has no name ("=" alone), or a % without two hexadecimal digits; Tigase fails on it',
  ),
};

function apiKeyGate(brought: Brought, { keys, release }: AccessOptions): Refusal | undefined {
  const { key, parameters, path, request } = brought;
  if (key === undefined) {
    const note = error(missingCode(parameters), missingText(parameters));
    return { answer: forbidden(release.access.keyMissing(path)), note };
  }
  const host = () => hostOf(request, release);
  const refusal = keys.refusal(key, path, host);
  if (refusal === undefined) return undefined;
  const note = error(`api-key-${refusal}`, refusalText(refusal, path, host()));
  return { answer: forbidden(release.access.keyRefused(path)), note };
}

/** Any key opens, even one that does not exist; without one, an admin's credentials do. */
function openAccessGate(
  { key, parameters, credentials }: Brought,
  { accounts }: AccessOptions,
): Refusal | undefined {
  if (key !== undefined && key !== '') return undefined;
  const notAdmin = adminRefusal(credentials, accounts);
  if (notAdmin === undefined) return undefined;
  const text = `With open access any API key opens the endpoint, but the request has none. ${notAdmin}`;
  return { answer: unauthorized, note: error(missingCode(parameters), text) };
}

function credentialsGate(
  { credentials }: Brought,
  { release, accounts }: AccessOptions,
  asked: CallAccess,
): Refusal | undefined {
  if (asked === 'key' && !release.access.adminCredentials) return undefined;
  const notAdmin = adminRefusal(credentials, accounts);
  if (notAdmin === undefined) return undefined;
  const asking = release.access.adminCredentials ? release.name : 'This call';
  const text = `${asking} asks for HTTP Basic credentials of an admin besides the API key. ${notAdmin}`;
  return { answer: unauthorized, note: error('credentials-refused', text) };
}

function keyOf(request: IncomingMessage, parameters: Parameters, { access }: Release): string | undefined {
  const parameter = onlyValue(parameters, 'api-key');
  if (parameter !== undefined && access.keyFirstFrom === 'query') return parameter;
  return request.headersDistinct['api-key']?.[0] ?? parameter;
}

/** What a key's hosts are compared with (recordings "limited keys"). */
function hostOf(request: IncomingMessage, { access }: Release): string {
  const { headers } = request;
  const forwarded = access.host === 'name' && headers['x-forwarded-host'] !== undefined;
  const host = forwarded ? request.headersDistinct['x-forwarded-host']?.[0] : headers.host;
  return access.host === 'name' ? (host ?? '').replace(/:\d*$/, '') : (host ?? '');
}

function missingCode(parameters: Parameters): string {
  return parameters.has('api-key') ? 'api-key-twice' : 'api-key-missing';
}

function missingText(parameters: Parameters): string {
  if (parameters.has('api-key')) return 'The parameter api-key stands more than once, which counts as none';
  const similar = [...parameters.keys()].find((name) => name.toLowerCase() === 'api-key');
  const hint = similar === undefined ? '' : `; ${similar} is not read, since letter case counts`;
  return `The request has no API key: neither ?api-key=… nor an Api-Key header${hint}`;
}

function refusalText(refusal: KeyRefusal, path: string, host: string): string {
  if (refusal === 'unknown')
    return 'There is no such API key; apiKeys in the configuration lists those that there are';
  return refusal === 'path'
    ? `The API key does not open the path ${path}: none of its regular expressions matches all of it`
    : `The API key does not hold for the host ${JSON.stringify(host)}`;
}
