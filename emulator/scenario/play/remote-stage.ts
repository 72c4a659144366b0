import type { Note } from '../../note.js';
import { actionsOf } from '../actions.js';
import type { Scenario } from '../scenario.js';
import type { HttpClient } from './http-exchange.js';
import type { RemoteAccount, RemoteAccounts } from './remote-accounts.js';
import { makeContacts } from './remote-contacts.js';
import { RemoteEmulator } from './remote-emulator.js';
import type { Stage, Wire, WireListener } from './stage.js';

/** What is known of a server. */
export interface RemoteServer {
  readonly kind: 'emulator' | 'server';
  readonly release: string | undefined;
}

/** A stage on a server that others use too: everything on it bears a name of its own, and is removed in the end. */
export class RemoteStage implements Stage {
  readonly url: string;
  readonly domain: string;
  readonly apiKey: string;
  private readonly auth: string | undefined;
  /** Paths of external sessions that requests may have left. */
  private readonly statuses = new Set<string>();
  /** Paths of accounts that requests have made. */
  private readonly made = new Set<string>();

  private constructor(
    private readonly accounts: RemoteAccounts,
    private readonly byName: ReadonlyMap<string, RemoteAccount>,
    readonly release: string | undefined,
    readonly emulator: RemoteEmulator | undefined,
  ) {
    const { url, apiKey, auth } = accounts.settings;
    this.url = url;
    this.domain = accounts.names.domain;
    this.apiKey = apiKey;
    this.auth = auth;
  }

  static async open(
    { given, steps, finally: last }: Scenario,
    accounts: RemoteAccounts,
    server: RemoteServer,
    http: HttpClient,
  ): Promise<RemoteStage> {
    const isNeeded =
      given.contacts.length > 0 || actionsOf([...steps, ...last]).some((action) => 'client' in action);
    try {
      const byName = new Map<string, RemoteAccount>();
      for (const name of given.accounts) byName.set(name, await accounts.make(name));
      const emulator = server.kind === 'emulator' ? new RemoteEmulator(accounts, byName, http) : undefined;
      const stage = new RemoteStage(accounts, byName, server.release, emulator);
      if (isNeeded) await makeContacts(given.contacts, stage);
      return stage;
    } catch (failure) {
      await accounts.removeAll();
      throw failure;
    }
  }

  get secrets(): readonly string[] {
    const auth = this.auth?.replace(/^[^:]*:/, '');
    const passwords = Array.from(this.byName.values(), ({ password }) => password);
    const own = this.auth === undefined || auth === undefined ? [] : [auth, this.auth];
    return [this.apiKey, ...passwords, ...own];
  }

  credentialsFor(): string | undefined {
    return this.auth;
  }

  jidOf(account: string): string {
    return this.byName.get(account)?.jid ?? `${account}@${this.domain}`;
  }

  async connect(account: string, resource: string | undefined, listener: WireListener): Promise<Wire> {
    const there = this.byName.get(account);
    if (there === undefined) throw new Error(`there is no account ${account}`);
    const { connectXmppJs } = await import('./xmpp-js-wire.js');
    return connectXmppJs({ service: this.accounts.settings.websocket, ...there, resource }, listener);
  }

  get mark(): string {
    return `-${this.accounts.names.mark}`;
  }

  watch(method: string, target: string): (status: number | undefined) => Promise<readonly Note[]> {
    const [path = ''] = target.split('?', 1);
    if (method === 'POST' && /^\/rest\/user\/[^/]+\/status/.test(path) && this.isOwn(path))
      this.statuses.add(path);
    return async (status) => {
      const isMade = status === 200 || this.isOwn(path); // Tigase makes some that it answers with 500
      if (method === 'PUT' && /^\/rest\/user\/[^/]+$/.test(path) && isMade && !this.isGiven(path))
        this.made.add(path);
      return (await this.emulator?.notesOn(method, target)) ?? [];
    };
  }

  /** Takes off what statuses were set, then the accounts, the story's own and those that its requests made. */
  async close(): Promise<readonly string[]> {
    await this.emulator?.close();
    for (const path of this.statuses) await this.accounts.call('POST', path, { available: 'false' });
    const problems: string[] = [];
    for (const path of this.made) {
      const problem = await this.accounts.call('DELETE', path, undefined, [200, 404]); // unless the story has
      if (problem !== undefined) problems.push(`${path} can't be removed: ${problem}`);
    }
    return [...problems, ...(await this.accounts.removeAll())];
  }

  /** Whether it is an account that the stage was set with, which is removed as such. */
  private isGiven(path: string): boolean {
    const decoded = path.replace(/%40/gi, '@').toLowerCase();
    return Array.from(this.byName.values()).some(({ jid }) => decoded === `/rest/user/${jid}`);
  }

  private isOwn(path: string): boolean {
    const decoded = path.replace(/%40/gi, '@').toLowerCase();
    return decoded.includes(`${this.mark}@`);
  }
}
