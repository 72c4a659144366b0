import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import Koa from 'koa';
import packageJson from '../package.json' with { type: 'json' };
import { Connections } from './connections/connections.js';
import type { StreamNote } from './connections/xmpp-stream.js';
import type { Contact } from './contact.js';
import { CONTROL_PATH, control } from './control/control.js';
import { type Domain, Domains } from './domain.js';
import type { AccountOption, RosterItemOption, StateAddition } from './emulator-options.js';
import { Faults } from './faults/faults.js';
import { ApiKeys } from './http-api/api-keys.js';
import { lazyXmlCodecs } from './http-api/codecs/xml-codecs.js';
import type { Exchange, ExchangeListener } from './http-api/exchange.js';
import { Held } from './http-api/held.js';
import { type HttpApiOptions, httpApi, tellRejection } from './http-api/http-api.js';
import { createHttpServer } from './http-api/http-server.js';
import { statusPath } from './http-api/status-path.js';
import { comparable, endpointJid, partsOf } from './jid.js';
import type { JournalEntry } from './journal/entry.js';
import { Journal } from './journal/journal.js';
import { allDone, closed, listen, portOf } from './listening.js';
import type { Options } from './options.js';
import { checkPresenceMatch, type PresenceMatch } from './presence/presence-match.js';
import { type PresenceExpectation, PresenceWatch } from './presence/presence-watch.js';
import { mustBeBareJid } from './read-value.js';
import { type ReleaseName, releases } from './release.js';
import { Accounts, fillRosters } from './session-manager/accounts.js';
import { EventStream, type Listener, type SessionEvent } from './session-manager/events.js';
import {
  ClientSession,
  type Session,
  type SessionView,
  sessionView,
  stillSession,
} from './session-manager/session.js';
import { SessionManager } from './session-manager/session-manager.js';
import { Snapshot } from './snapshot.js';
import { type State, stateJson, stateOf } from './state.js';
import { readStateAddition } from './state-addition.js';
import { StoppedError, UsageError } from './usage-error.js';
import { type ContactOptions, Users } from './users.js';
import type { CallExpectation, CallMatch, VerificationOption } from './verification/expectation.js';
import type { Verdict } from './verification/verification.js';
import { VerificationError } from './verification/verification-error.js';
import { Verifier } from './verification/verifier.js';
import { readTimeout, type WaitOptions } from './wait-options.js';

type RequestHandler = ReturnType<Koa['callback']>;

/** How long accepted requests may take once the emulator stops, in milliseconds. */
const GRACE = 1000;

/**
 * A Tigase: its session manager, with the HTTP API and the connections of XMPP clients before it. Once it was stopped
 * its calls throw a {@link StoppedError}; the journal can still be read.
 */
export class Emulator {
  /** The emulator's own version. */
  readonly version: string = packageJson.version;
  /** When it was made: of two at one address the later one has another moment. */
  readonly startedAt: Date = new Date();
  /** What goes wrong with calls of the status endpoint, on request. */
  readonly faults: Faults;
  /** What happened: requests with their answers, stanzas, sessions. */
  readonly journal: Journal;
  private readonly sessionManager: SessionManager;
  private readonly exchanges: EventStream<Exchange>;
  private readonly streamNotes: EventStream<StreamNote>;
  private readonly connections: Connections;
  private readonly users: Users;
  private readonly made: Domains;
  private readonly keys: ApiKeys;
  private readonly changes: EventStream<undefined>;
  private readonly verifier: Verifier;
  private readonly presenceWatch: PresenceWatch;
  private readonly held = new Held();
  private handler: RequestHandler | undefined;
  private readonly httpApiOptions: HttpApiOptions;
  private server: Server | undefined;
  private stopped: Promise<void> | undefined;

  /** @internal Use `startEmulator`. */
  constructor(
    private readonly options: Options,
    /** Told of errors of the emulator's own and of its listeners; none of them ends it. */
    private readonly onError: (error: unknown) => void,
  ) {
    const release = releases[options.release];
    const { domains, clusterNode, trusted, openAccess } = options;
    const accounts = accountsOf(options);
    this.exchanges = new EventStream(onError);
    this.streamNotes = new EventStream(onError);
    this.changes = new EventStream(onError);
    this.faults = new Faults({
      isStopped: () => this.isStopped,
      onChange: () => this.changed(),
      onStreamFault: () => this.cutStreams(this.sessionManager.sessions()),
    });
    this.journal = new Journal(options.limits.journal, onError);
    this.verifier = new Verifier(this.journal);
    this.sessionManager = new SessionManager({
      release,
      domains,
      clusterNode,
      trusted,
      accounts,
      mishapFor: (from) => this.faults.takeForPresence(from),
      pause: (ms, domains) => this.held.pause(ms, domains),
      onListenerError: onError,
    });
    this.presenceWatch = new PresenceWatch({
      presence: (user) => this.sessionsOf(user),
      accounts: () => Array.from(accounts, ({ jid }) => jid),
      journal: this.journal,
      events: this.sessionManager.events,
      changes: this.changes,
    });
    const isStopped = () => this.isStopped;
    this.keys = new ApiKeys(options.apiKeys);
    this.users = new Users(this.sessionManager);
    this.made = new Domains({
      manager: this.sessionManager,
      users: this.users,
      keys: this.keys,
      isStopped,
      statusUrl: (user, resource) => this.statusUrl(user, resource),
      letGo: (name) => this.letGo(name),
      onChange: () => this.changed(),
    });
    this.httpApiOptions = {
      release,
      component: endpointJid(clusterNode),
      openAccess,
      accounts,
      sessionManager: this.sessionManager,
      xmlCodecs: lazyXmlCodecs(),
      keys: this.keys,
      faults: this.faults,
      held: this.held,
      bodyLimit: options.limits.body,
      onExchange: (exchange) => this.exchanges.emit(() => exchange),
      onError,
      isStopping: isStopped,
    };
    this.connections = new Connections({
      ...options,
      sessionManager: this.sessionManager,
      onNote: (note) => this.streamNotes.emit(() => note),
      onError,
    });
    this.exchanges.subscribe((exchange) => this.journal.keepExchange(exchange));
    this.streamNotes.subscribe((note) => this.journal.keepStreamNote(note));
    this.sessionManager.events.subscribe((event, number) => {
      this.journal.keepEvent(event, number);
      if (event.type === 'session-opened' && event.session.kind === 'client')
        setImmediate(() => this.cutStreams([event.session])); // once its client knows that it has one
    });
  }

  /** The release that is emulated. */
  get release(): ReleaseName {
    return this.options.release;
  }

  /** The virtual hosts: those of the configuration, then those that were made while it ran. */
  get domains(): readonly string[] {
    return this.sessionManager.virtualHosts;
  }

  /** The port of the HTTP API; `undefined` where it does not listen. */
  get httpPort(): number | undefined {
    return portOf(this.server);
  }

  /** The port of XMPP over WebSocket; `undefined` where it does not listen. */
  get websocketPort(): number | undefined {
    return this.connections.websocketPort;
  }

  /** The port of XMPP over TCP; `undefined` where it does not listen. */
  get xmppPort(): number | undefined {
    return this.connections.xmppPort;
  }

  /**
   * Where the HTTP API is, such as `http://127.0.0.1:49152`.
   *
   * @throws {@link UsageError} where it has no port
   */
  get url(): string {
    this.mustRun('it has no URL');
    if (this.httpUrl !== undefined) return this.httpUrl;
    throw new UsageError('port is off, so there is no URL: give a port, or send requests to callback()');
  }

  private get httpUrl(): string | undefined {
    const { host } = this.options;
    const { httpPort } = this;
    return httpPort === undefined
      ? undefined
      : `http://${host.includes(':') ? `[${host}]` : host}:${httpPort}`;
  }

  /** Where the inspector page is; `undefined` where it is not served. */
  get inspectorUrl(): string | undefined {
    return this.options.control && this.httpUrl !== undefined ? `${this.httpUrl}${CONTROL_PATH}/` : undefined;
  }

  /**
   * Where a user's status is set, with an API key: of a domain that was made that domain's own, else the first that
   * opens it.
   *
   * @param user - a bare JID
   * @param resource - `tigase-external` unless given
   * @throws {@link UsageError} where no path of the release means them, no API key opens it, or there is no HTTP port
   */
  statusUrl(user: string, resource?: string): string {
    return this.url + this.statusPath(user, resource);
  }

  /** The same without the address, for requests to {@link Emulator.callback}. @throws {@link UsageError} as {@link Emulator.statusUrl} does */
  statusPath(user: string, resource?: string): string {
    this.mustRun('it has no paths');
    const path = statusPath(user, resource, releases[this.options.release]);
    const key = this.made.keyAt(partsOf(user).domain) ?? this.keys.opening(path, this.keyHost);
    if (key === undefined && !this.options.openAccess)
      throw new UsageError(`no API key opens ${path}: add one to apiKeys`);
    return `${path}?api-key=${encodeURIComponent(key ?? 'any')}`;
  }

  /** What the hosts of API keys are compared with, of requests to {@link Emulator.url}; empty where nobody knows. */
  private get keyHost(): string {
    if (this.httpUrl === undefined) return '';
    const { host } = new URL(this.httpUrl);
    return releases[this.options.release].access.host === 'name' ? host.replace(/:\d+$/, '') : host;
  }

  /**
   * The request handler of the HTTP API and the control interface, for servers of one's own and for supertest.
   *
   * @throws {@link StoppedError} where the emulator was stopped
   */
  callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
    this.mustRun('it handles no requests');
    return (request, response) => {
      this.handler ??= this.createApp().callback(); // with the first request: to start takes less time than to make it
      return this.handler(request, response);
    };
  }

  /**
   * Listens on the ports of the options.
   *
   * @internal `startEmulator` does.
   * @throws {@link ListenError} where one can't be had; those that were are closed again
   */
  async start(): Promise<void> {
    try {
      await allDone([this.startHttp(), this.connections.start()]);
    } catch (failure) {
      await this.stop();
      throw failure;
    }
  }

  private async startHttp(): Promise<void> {
    const { host, port } = this.options;
    if (port === 'off') return;
    this.server = createHttpServer({
      handler: this.callback(),
      onRejection: (answer, reason) => tellRejection(answer, reason, this.httpApiOptions),
    });
    await listen(this.server, host, port, 'port');
  }

  /** Answers what was accepted and ends every stream, then closes every connection; at the latest after a second. */
  stop(): Promise<void> {
    this.stopped ??= this.close();
    return this.stopped;
  }

  private async close(): Promise<void> {
    this.sessionManager.stop();
    this.held.stop();
    this.journal.close();
    await Promise.all([this.closeHttp(), this.connections.stop()]);
  }

  private async closeHttp(): Promise<void> {
    const cut = setTimeout(() => this.server?.closeAllConnections(), GRACE);
    const over = closed(this.server);
    this.server?.closeIdleConnections();
    await over;
    clearTimeout(cut);
  }

  /** So that `await using` stops the emulator. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  /** @internal Calls `listener` with every request to the HTTP API, until the function that comes back is called. */
  onExchange(listener: ExchangeListener): () => void {
    return this.exchanges.subscribe(listener);
  }

  /** @internal Calls `listener` with what happens to sessions, until the function that comes back is called. */
  onSessionEvent(listener: Listener<SessionEvent>): () => void {
    return this.sessionManager.events.subscribe(listener);
  }

  /** @internal Calls `listener` where accounts, rosters, faults or domains were changed from outside, as the journal does not tell. */
  onChange(listener: () => void): () => void {
    return this.changes.subscribe(listener);
  }

  /** @internal Calls `listener` with what there is to say about clients' streams, until the function that comes back is called. */
  onStreamNote(listener: Listener<StreamNote>): () => void {
    return this.streamNotes.subscribe(listener);
  }

  /** @internal Whether a domain is one of the server's own: a virtual host, the cluster node, or `default`. */
  serves(domain: string): boolean {
    return this.sessionManager.serves(domain);
  }

  /**
   * Domains, accounts and sessions; with a domain, those of that virtual host.
   *
   * @throws {@link UsageError} where there is no such virtual host
   */
  state(domain?: string): State {
    this.mustRun('it has no state');
    this.mustBeHost(domain);
    return stateOf(this.options.release, this.sessionManager, domain);
  }

  /** @internal The same as JSON, in pieces: with many sessions it is long. */
  stateJson(domain?: string): Iterable<string> {
    this.mustBeHost(domain);
    return stateJson(this.options.release, this.sessionManager, domain);
  }

  /**
   * Adds accounts, rosters and API keys, in the config file's form. Clients hear of their rosters.
   *
   * @throws {@link UsageError} naming what is wrong, or there already; nothing is added then
   */
  addState(given: StateAddition): void {
    this.mustRun('it takes no accounts');
    const { accounts } = this.sessionManager;
    const added = readStateAddition(given, { accounts, keys: this.keys });
    for (const account of added.accounts) accounts.add(account);
    for (const [user, items] of Object.entries(added.rosters))
      for (const item of items) this.users.addRosterItem(user, item);
    for (const key of added.apiKeys) this.keys.add(key);
    this.changed();
  }

  /**
   * Goes back to the configuration: what was added while it ran is gone, with sessions, offline messages, journal and
   * faults. Clients are disconnected with the stream error `reset`; what faults held up goes on. With a domain: what
   * belongs to that one. Snapshots stay.
   *
   * @throws {@link UsageError} where there is no such virtual host
   */
  reset(domain?: string): void {
    this.mustRun('it can not be reset');
    this.mustBeHost(domain);
    const accounts = accountsOf(this.options).content();
    this.letGo(domain); // so that contacts elsewhere hear of it
    if (domain === undefined) {
      this.sessionManager.replace({ domains: this.options.domains, accounts, sessions: [] });
      this.keys.replace(new ApiKeys(this.options.apiKeys).content());
      this.made.replace(new Map());
    } else {
      this.sessionManager.replaceAt(domain, accounts);
    }
    this.connections.reset(domain);
    this.journal.clear(domain);
    this.journal.discard(domain);
    this.changed();
  }

  /** Accounts, rosters, external sessions and offline messages as they are now, to be brought back by {@link Emulator.restore}. */
  snapshot(): Snapshot {
    this.mustRun('it has no state');
    return new Snapshot(this.sessionManager.content(), this.keys.content(), this.made.content());
  }

  /**
   * Brings back what a snapshot holds. Clients are disconnected with the stream error `reset`; journal and faults stay.
   *
   * @throws {@link UsageError} where it is none
   */
  restore(snapshot: Snapshot): void {
    this.mustRun('it can not be restored');
    if (!(snapshot instanceof Snapshot))
      throw new UsageError('it is no snapshot: restore takes what snapshot() returned');
    this.sessionManager.replace(snapshot.content);
    this.keys.replace(snapshot.keys);
    this.made.replace(snapshot.domains);
    this.connections.reset();
    this.changed();
  }

  /**
   * Requests of the journal as a scenario file (YAML), which `run` plays. There are no secrets in it.
   *
   * @param ids - of the entries, in the order in which the story has them
   * @throws {@link UsageError} where an entry is not kept any more, is no request, or was not answered
   */
  async scenario(ids: readonly number[]): Promise<string> {
    this.mustRun('it makes no scenarios');
    const records = ids.map((id) => {
      const record = this.journal.record(id);
      if (record !== undefined) return record;
      throw new UsageError(`there is no entry ${id} in the journal, or not any more`, 'not-found');
    });
    const { scenarioOf } = await import('./scenario/record/from-journal.js'); // with all that scenarios need
    return scenarioOf(records, this.httpUrl ?? 'http://localhost');
  }

  /**
   * Compares the calls of the status endpoint that the journal keeps with what is expected of them: at least one that
   * matches, unless `times`, `atLeast` or `atMost` says otherwise, and with `noWarnings` none with a warning.
   *
   * @returns how many match
   * @throws {@link VerificationError} with the nearest misses, where it does not hold
   * @throws {@link UsageError} naming what is wrong with the match or the expectation
   */
  verify(match: CallMatch, expectation: CallExpectation = {}): { readonly count: number } {
    this.mustRun('nothing is verified');
    return upheld(this.verifier.verdict({ ...expectation, match }));
  }

  /**
   * The same as plain data, as soon as it holds: within `withinMs` milliseconds, at once without. What must not come
   * (`atMost`, or 0 `times`) is waited for all the while.
   *
   * @param signal - ends the waiting early
   * @throws {@link VerificationError} as soon as it can't hold any more, or where it does not hold in time
   * @throws {@link UsageError} naming what is wrong with it
   */
  async verification(given: VerificationOption, signal?: AbortSignal): Promise<{ readonly count: number }> {
    this.mustRun('nothing is verified');
    return upheld(await this.verifier.verdictInTime(given, signal));
  }

  /**
   * The first call of the status endpoint that matches, of those that came before too, or else the next one.
   *
   * @throws {@link VerificationError} with the nearest misses, where none comes in time
   * @throws {@link UsageError} naming what is wrong with the match or the timeout
   */
  async waitFor(match: CallMatch, options?: WaitOptions): Promise<JournalEntry> {
    this.mustRun('no call comes');
    const withinMs = readTimeout(options);
    const verdict = await this.verifier.verdictInTime({ match, withinMs });
    const [id = 0] = verdict.matched;
    const record = this.journal.record(id);
    if (record === undefined) throw new VerificationError(verdict);
    return this.journal.entry(record);
  }

  /**
   * A session of the user that matches, as soon as there is one.
   *
   * @param user - a bare JID
   * @param match - what it must be like; any available one unless given
   * @throws {@link PresenceError} with what the user's sessions are like, where there is none in time
   * @throws {@link UsageError} naming what is wrong with the user, the match or the options
   */
  async waitForPresence(user: string, match?: PresenceMatch, options?: WaitOptions): Promise<SessionView> {
    const found = await this.presenceWatch.until(this.presenceExpectation(true, user, match, options));
    return found as SessionView; // as one is wanted
  }

  /**
   * Waits until no session of the user matches: by default, until the user is gone.
   *
   * @param user - a bare JID
   * @param match - what none must be like; any available one unless given
   * @throws {@link PresenceError} with what the user's sessions are like, where one still matches when the time is over
   * @throws {@link UsageError} naming what is wrong with the user, the match or the options
   */
  async waitForNoPresence(user: string, match?: PresenceMatch, options?: WaitOptions): Promise<void> {
    await this.presenceWatch.until(this.presenceExpectation(false, user, match, options));
  }

  private presenceExpectation(
    isWanted: boolean,
    user: string,
    match: PresenceMatch = {},
    options: WaitOptions | undefined,
  ): PresenceExpectation {
    this.mustRun("nobody's presence changes");
    mustBeBareJid(user);
    checkPresenceMatch(match);
    return { user, match, isWanted, timeout: readTimeout(options) };
  }

  /** Ends faults, and what they hold up. */
  private letGo(domain?: string): void {
    this.faults.clear(domain);
    this.held.release(domain);
  }

  private get isStopped(): boolean {
    return this.stopped !== undefined;
  }

  private mustRun(what: string): void {
    if (this.isStopped) throw new StoppedError(what);
  }

  /** Nothing is said against no domain, which means them all. */
  private mustBeHost(domain: string | undefined): void {
    const { domains } = this;
    if (domain === undefined || domains.some((name) => comparable(name) === comparable(String(domain))))
      return;
    const text = `there is no domain ${JSON.stringify(domain)}: there are ${domains.join(', ')}`;
    throw new UsageError(text, 'not-found');
  }

  private changed(): void {
    this.changes.emit(() => undefined);
  }

  /**
   * A contact inside the process, who is available at once unless the options say otherwise: what an XMPP client of
   * the account would see.
   *
   * @param jid - a bare JID, or a full one where the resource matters
   * @throws {@link UsageError} where there is no such account, or the emulator was stopped
   */
  contact(jid: string, options?: ContactOptions): Contact {
    this.mustRun(`${jid} can't connect`);
    return this.users.contact(jid, options);
  }

  /** Adds an account. @throws {@link UsageError} where it is wrong, or there is one of this JID already */
  addAccount(account: AccountOption): void {
    this.mustRun('it takes no accounts');
    this.users.addAccount(account);
    this.changed();
  }

  /**
   * Puts a contact on a user's roster, in place of what was there of it, and the user on the contact's. Their clients
   * hear of it, and see each other's presence as the subscription says.
   *
   * @param user - a bare JID
   * @throws {@link UsageError} where the item is wrong, or the user has no account
   */
  addRosterItem(user: string, item: RosterItemOption): void {
    this.mustRun('it takes no roster items');
    this.users.addRosterItem(user, item);
    this.changed();
  }

  /**
   * Makes a virtual host for one test: nobody is there yet, and its API key opens nothing else.
   *
   * @throws {@link UsageError} where the emulator was stopped
   */
  async createDomain(): Promise<Domain> {
    this.mustRun('it makes no domains');
    return this.made.create();
  }

  /**
   * Removes a virtual host that was made while the emulator ran, with all that belongs to it.
   *
   * @internal A `Domain` removes itself.
   * @throws {@link UsageError} where there is none of this name, or it belongs to the configuration
   */
  removeDomain(name: string): void {
    if (this.made.remove(name)) return;
    this.mustBeHost(name);
    throw new UsageError(
      `${name} belongs to the configuration: only a domain that was made while the emulator runs can be removed`,
      'conflict',
    );
  }

  /** Cuts the streams of sessions that a fault concerns. */
  private cutStreams(sessions: Iterable<Session>): void {
    for (const session of [...sessions]) {
      if (session instanceof ClientSession)
        this.faults.cutStream(session.jid, (note) => session.connection.cut(note));
    }
  }

  /**
   * The sessions of a user, now.
   *
   * @param user - a bare JID
   * @throws {@link UsageError} where it is none
   */
  presence(user: string): SessionView[] {
    this.mustRun('nobody has a session');
    mustBeBareJid(user);
    return this.sessionsOf(user);
  }

  private sessionsOf(user: string): SessionView[] {
    return this.sessionManager.sessionsOf(user).map((session) => sessionView(stillSession(session)));
  }

  private createApp(): Koa {
    const app = new Koa();
    app.on('error', this.onError);
    if (this.options.control) app.use(control(this));
    for (const middleware of httpApi(this.httpApiOptions)) app.use(middleware as Koa.Middleware);
    return app;
  }
}

/** What matches, where the verification holds. */
function upheld(verdict: Verdict): { readonly count: number } {
  if (!verdict.holds) throw new VerificationError(verdict);
  return { count: verdict.count };
}

function accountsOf({ accounts: configured, rosters }: Options): Accounts {
  const accounts = new Accounts();
  for (const account of configured) accounts.add(account);
  fillRosters(accounts, new Map(Object.entries(rosters)));
  return accounts;
}
