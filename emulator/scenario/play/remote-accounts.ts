import { randomBytes } from 'node:crypto';
import type { HttpClient } from './http-exchange.js';
import type { RemoteSettings } from './remote-settings.js';

/** How long a call that makes or removes something may take, in milliseconds. */
const CALL = 10_000;

export interface RemoteAccount {
  /** The bare JID. */
  readonly jid: string;
  readonly password: string;
}

/** The accounts of one scenario on a server: made with Tigase's own calls, under names that nobody else has. */
export class RemoteAccounts {
  private readonly made: RemoteAccount[] = [];

  constructor(
    readonly settings: RemoteSettings,
    private readonly http: HttpClient,
    readonly names: { readonly domain: string; readonly mark: string },
  ) {}

  /** @throws where the server does not make it */
  async make(name: string): Promise<RemoteAccount> {
    const { domain, mark } = this.names;
    const account = {
      jid: `${name.toLowerCase()}-${mark}@${domain}`,
      password: randomBytes(9).toString('hex'),
    };
    this.made.push(account); // an answer that never came may have been to an account that was made
    const problem = await this.call('PUT', `/rest/user/${account.jid}`, {
      user: { password: account.password },
    });
    if (problem !== undefined) throw new Error(`the account ${account.jid} can't be made: ${problem}`);
    return account;
  }

  /** Removes every account; what could not be, in a sentence each. */
  async removeAll(): Promise<string[]> {
    const problems: string[] = [];
    for (const { jid } of this.made.splice(0)) {
      const problem = await this.call('DELETE', `/rest/user/${jid}`, undefined, [200, 404]); // unless the story has
      if (problem !== undefined) problems.push(`the account ${jid} can't be removed: ${problem}`);
    }
    return problems;
  }

  /** Calls the HTTP API; why that failed, `undefined` where it did not. */
  async call(
    method: string,
    path: string,
    body: object | undefined,
    expected: readonly number[] = [200],
  ): Promise<string | undefined> {
    const { url, apiKey, auth } = this.settings;
    const exchanged = await this.http.exchange({
      method,
      url: `${url}${path}?api-key=${encodeURIComponent(apiKey)}`,
      headers: [
        ...(body === undefined ? [] : ([['Content-Type', 'application/json']] as const)),
        ...(auth === undefined
          ? []
          : ([['Authorization', `Basic ${Buffer.from(auth).toString('base64')}`]] as const)),
      ],
      body: body === undefined ? undefined : JSON.stringify(body),
      ms: CALL,
    });
    if ('problem' in exchanged) return exchanged.problem;
    const { status, reason } = exchanged.answer;
    if (expected.includes(status)) return undefined;
    const remedy = status === 401 && auth !== undefined ? REFUSED : REMEDIES[status];
    return `${method} was answered with ${status} ${reason}${remedy === undefined ? '' : ` (${remedy})`}`;
  }
}

/** Where somebody was named, but is not let in. */
const REFUSED = 'who --auth names is no admin, or has another password';

const REMEDIES: { readonly [status: number]: string } = {
  401: 'say who an admin is with --auth USER:PASSWORD',
  403: 'say a key that opens it with --api-key KEY',
};
