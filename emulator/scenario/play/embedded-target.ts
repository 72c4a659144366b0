import { randomBytes, randomUUID } from 'node:crypto';
import type { Domain, DomainAccount } from '../../library/domain.js';
import type { Emulator } from '../../library/emulator.js';
import { startEmulator } from '../../library/start-emulator.js';
import type { Note } from '../../note.js';
import type { EmulatorOptions } from '../../options/emulator-options.js';
import { type ReleaseName, releaseNames, releases } from '../../release.js';
import type { FaultValue, Scenario } from '../scenario.js';
import { ContactWire } from './contact-wire.js';
import type { EmulatorStage, Stage, Target, Wire, WireListener } from './stage.js';

/** What the admin of each stage is called. */
const ADMIN = 'admin';

/** Emulators inside the process: one for each configuration that scenarios ask for, and on it a domain for each. */
export class EmbeddedTarget implements Target {
  readonly kind = 'embedded emulator';
  readonly url = undefined;
  /** What comes to a contact inside the process comes at once, but for what is delayed on purpose. */
  readonly limits = { answer: 5000, receive: 1000 };
  private readonly emulators = new Map<string, Promise<WatchedEmulator>>();

  constructor(private readonly options: EmulatorOptions) {}

  get release(): string {
    return String(this.options.release ?? 'documented');
  }

  refusal({ releases, release }: Scenario): string | undefined {
    const own = release ?? this.release;
    if (releases === undefined || releases.some((name) => name === own)) return undefined;
    return `it is about ${releases.join(', ')}, and the emulator is ${own}`;
  }

  async open(scenario: Scenario): Promise<Stage> {
    const emulator = await this.emulatorFor({
      ...this.options,
      ...(scenario.release === undefined ? {} : { release: scenario.release }),
      ...scenario.given.emulator,
    });
    return EmbeddedStage.open(emulator, scenario);
  }

  async close(): Promise<void> {
    for (const watched of this.emulators.values()) await (await watched).emulator.stop();
  }

  private emulatorFor(options: EmulatorOptions): Promise<WatchedEmulator> {
    const key = JSON.stringify(options);
    const there = this.emulators.get(key) ?? watch(options);
    this.emulators.set(key, there);
    return there;
  }
}

/** An emulator, and what it said about the requests that somebody waits for, by target. */
interface WatchedEmulator {
  readonly emulator: Emulator;
  readonly release: ReleaseName;
  /** Opens everything, as a run's key does on a server: what is kept apart is kept apart by domains. */
  readonly apiKey: string;
  readonly notes: Map<string, readonly Note[]>;
}

async function watch(options: EmulatorOptions): Promise<WatchedEmulator> {
  const apiKey = randomUUID();
  const emulator = await startEmulator({
    ...options,
    apiKeys: [...(options.apiKeys ?? []), { key: apiKey }],
    host: '127.0.0.1',
    port: 0,
    websocketPort: 'off',
    xmppPort: 'off',
  });
  const notes = new Map<string, readonly Note[]>();
  emulator.onExchange(({ target, notes: found }) => {
    if (notes.has(target)) notes.set(target, found);
  });
  const release = releaseNames.find((name) => name === emulator.release) ?? 'documented';
  return { emulator, release, apiKey, notes };
}

class EmbeddedStage implements Stage {
  readonly url: string;
  readonly emulator: EmulatorStage;
  private readonly accounts: ReadonlyMap<string, DomainAccount>;
  private readonly faults: string[] = [];

  private constructor(
    private readonly watched: WatchedEmulator,
    private readonly virtualHost: Domain,
    names: readonly string[],
  ) {
    this.url = watched.emulator.url;
    const account = (name: string, admin: boolean): [string, DomainAccount] => [
      name,
      virtualHost.account(name.toLowerCase(), { password: randomBytes(9).toString('hex'), admin }),
    ];
    const isAdmin = (name: string) => name.toLowerCase() === ADMIN;
    const admin = account(ADMIN, true);
    const own = names.map((name) => (isAdmin(name) ? ([name, admin[1]] as const) : account(name, false)));
    this.accounts = new Map([admin, ...own]);
    const { emulator } = watched;
    this.emulator = {
      presence: async (jid) => emulator.presence(jid),
      state: async () => emulator.state(virtualHost.name),
      addFault: async (name, fault) => this.addFault(name, fault),
      clearFaults: async () => this.clearFaults(),
    };
  }

  static async open(watched: WatchedEmulator, { given }: Scenario): Promise<Stage> {
    const stage = new EmbeddedStage(watched, await watched.emulator.createDomain(), given.accounts);
    for (const [one, other] of given.contacts)
      watched.emulator.addRosterItem(stage.jidOf(one), { jid: stage.jidOf(other), subscription: 'both' });
    return stage;
  }

  get domain(): string {
    return this.virtualHost.name;
  }

  get release(): string {
    return this.watched.emulator.release;
  }

  get mark(): string {
    return `-${this.domain.replace(/\..*$/, '')}`;
  }

  get apiKey(): string {
    return this.watched.apiKey;
  }

  credentialsFor(path: string): string | undefined {
    const { adminCredentials } = releases[this.watched.release].access;
    if (!adminCredentials && !path.startsWith('/rest/users/')) return undefined;
    const admin = this.accounts.get(ADMIN);
    return admin === undefined ? undefined : `${admin.jid}:${admin.password}`;
  }

  get secrets(): readonly string[] {
    return [this.apiKey, ...Array.from(this.accounts.values(), ({ password }) => password)];
  }

  jidOf(account: string): string {
    return this.accounts.get(account)?.jid ?? `${account}@${this.domain}`;
  }

  async connect(account: string, resource: string | undefined, listener: WireListener): Promise<Wire> {
    const jid = this.jidOf(account);
    const contact = this.watched.emulator.contact(resource === undefined ? jid : `${jid}/${resource}`, {
      available: false,
    });
    return new ContactWire(contact, listener);
  }

  watch(_method: string, target: string): () => readonly Note[] {
    const { notes } = this.watched;
    notes.set(target, []);
    return () => {
      const found = notes.get(target) ?? [];
      notes.delete(target);
      return found;
    };
  }

  async close(): Promise<readonly string[]> {
    this.clearFaults();
    await this.virtualHost.remove();
    return [];
  }

  private addFault(account: string, { match, fault, times }: FaultValue): void {
    const { id } = this.watched.emulator.faults.add({
      match: { ...match, user: this.jidOf(account) },
      fault,
      ...(times === undefined ? {} : { times }),
    });
    this.faults.push(id);
  }

  private clearFaults(): void {
    for (const id of this.faults.splice(0)) this.watched.emulator.faults.remove(id);
  }
}
