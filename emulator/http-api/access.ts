import type { IncomingMessage } from 'node:http';
import { error } from '../note.js';
import type { Release } from '../release.js';
import type { Accounts } from '../session-manager/accounts.js';
import { forbidden, serverError, unauthorized } from './answer.js';
import type { ApiKeys, KeyRefusal } from './api-keys.js';
import { adminRefusal, readCredentials } from './credentials.js';
import { type ExchangeState, refuse } from './exchange.js';
import { type Parameters, readParameters } from './parameters.js';

export interface AccessOptions {
  readonly release: Release;
  readonly keys: ApiKeys;
  readonly openAccess: boolean;
  readonly accounts: Accounts;
}

/**
 * Tigase's gate before a REST call: the API key and, where the release asks for them, an admin's credentials.
 * Refuses the exchange where they do not open it. Source: recordings "access", "basic auth", "limited keys".
 *
 * @returns whether the call may go on
 */
export function passesAccess(
  request: IncomingMessage,
  state: ExchangeState,
  options: AccessOptions,
): boolean {
  const credentials = readCredentials(request.headers.authorization);
  if (credentials.kind === 'undecodable') {
    refuse(
      state,
      serverError,
      error(
        'credentials-undecodable',
        'Authorization: Basic is followed by no valid Base64; Tigase fails on it',
      ),
    );
    return false;
  }
  const parameters = readParameters(state.query, formOf(state));
  if (parameters === undefined) {
    refuse(
      state,
      serverError,
      error('parameter-without-name', 'A parameter in the query has no name ("=" alone); Tigase fails on it'),
    );
    return false;
  }
  const key = keyOf(request, parameters, options.release);
  const notAdmin = adminRefusal(credentials, options.accounts);
  const { release, openAccess } = options;
  if (openAccess) {
    if ((key === undefined || key === '') && notAdmin !== undefined) {
      const text = `With open access any API key opens the endpoint, but there is none. ${notAdmin}`;
      refuse(state, unauthorized, error(missingCode(parameters), text));
      return false;
    }
  } else if (key === undefined) {
    refuse(
      state,
      forbidden(release.access.keyMissing(state.path)),
      error(missingCode(parameters), missingText(parameters)),
    );
    return false;
  } else {
    const host = hostOf(request, release);
    const refusal = options.keys.refusal(key, state.path, host);
    if (refusal !== undefined) {
      refuse(
        state,
        forbidden(release.access.keyRefused(state.path)),
        error(`api-key-${refusal}`, refusalText(refusal, state.path, host)),
      );
      return false;
    }
  }
  if (release.access.adminCredentials && notAdmin !== undefined) {
    const text = `${release.name} asks for HTTP Basic credentials of an admin besides the API key. ${notAdmin}`;
    refuse(state, unauthorized, error('credentials-refused', text));
    return false;
  }
  return true;
}

function formOf({ contentType, body }: ExchangeState): string {
  return isForm(contentType) ? (body ?? '') : '';
}

/** Whether a body is a form, in which Tigase looks for the API key (recording "form with api key"). */
export function isForm(contentType: string): boolean {
  return contentType.startsWith('application/x-www-form-urlencoded');
}

/** A parameter that stands twice counts as missing (recordings "key twice"). */
function keyOf(request: IncomingMessage, parameters: Parameters, { access }: Release): string | undefined {
  const values = parameters.get('api-key');
  const parameter = values?.length === 1 ? values[0] : undefined;
  if (parameter !== undefined && access.keyFirstFrom === 'query') return parameter;
  return request.headersDistinct['api-key']?.[0] ?? parameter;
}

/** What a key's hosts are compared with (recordings "limited keys"). */
function hostOf({ headers }: IncomingMessage, { access }: Release): string {
  if (access.host === 'header') return headers.host ?? '';
  const forwarded = headers['x-forwarded-host'];
  return String(forwarded ?? headers.host ?? '').replace(/:\d*$/, '');
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
