import Koa from 'koa';
import { Connections } from '../connections/connections.js';
import type { StreamNote } from '../connections/xmpp-stream.js';
import { EventStream } from '../event-stream.js';
import { Faults } from '../faults/faults.js';
import { ApiKeys } from '../http-api/api-keys.js';
import { lazyXmlCodecs } from '../http-api/codecs/xml-codecs.js';
import type { Exchange } from '../http-api/exchange.js';
import { Held } from '../http-api/held.js';
import { type HttpApiOptions, httpApi, tellRejection } from '../http-api/http-api.js';
import { endpointJid } from '../jid.js';
import { Journal } from '../journal/journal.js';
import type { Options } from '../options/options.js';
import { PresenceWatch } from '../presence/presence-watch.js';
import { releases } from '../release.js';
import { Accounts, fillRosters } from '../session-manager/accounts.js';
import { ClientSession, type Session, type SessionView, sessionView } from '../session-manager/session.js';
import { SessionManager } from '../session-manager/session-manager.js';
import { Verifier } from '../verification/verifier.js';
import { Domains } from './domains.js';
import { HttpPort } from './http-port.js';
import { StatusAddresses } from './status-addresses.js';
import { Users } from './users.js';

/** What Node says of an answer that nobody takes any more: no failure of the emulator's. */
const CLIENT_IS_GONE: ReadonlySet<string | undefined> = new Set(['EPIPE', 'ECONNRESET', 'ECONNABORTED']);

export interface PartsOptions {
  readonly options: Options;
  readonly isStopped: () => boolean;
  /** Makes what answers before the HTTP API does. */
  readonly control: () => Koa.Middleware[];
  /** Told of errors of the emulator's own and of its listeners; none of them ends it. */
  readonly onError: (error: unknown) => void;
}

/** What an emulator is made of, tied together: who tells whom of what. */
export class Parts {
  /** Every request to the HTTP API with its answer. */
  readonly exchanges: EventStream<Exchange>;
  /** What there is to say about clients' streams. */
  readonly streamNotes: EventStream<StreamNote>;
  /** That accounts, rosters, faults or domains were changed from outside. */
  readonly changes: EventStream<undefined>;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly sessionManager: SessionManager;
  readonly keys: ApiKeys;
  readonly users: Users;
  readonly domains: Domains;
  readonly http: HttpPort;
  readonly connections: Connections;
  readonly addresses: StatusAddresses;
  readonly verifier: Verifier;
  readonly presenceWatch: PresenceWatch;
  private readonly held = new Held();

  constructor({ options, isStopped, control, onError }: PartsOptions) {
    const release = releases[options.release];
    const { clusterNode, trusted, openAccess } = options;
    const accounts = accountsOf(options);
    this.exchanges = new EventStream(onError);
    this.streamNotes = new EventStream(onError);
    this.changes = new EventStream(onError);
    this.faults = new Faults({
      isStopped,
      onChange: () => this.changed(),
      onStreamFault: () => this.cutStreams(this.sessionManager.sessions()),
    });
    this.journal = new Journal(options.limits.journal, onError);
    this.verifier = new Verifier(this.journal);
    this.sessionManager = new SessionManager({
      release,
      domains: options.domains,
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
    this.keys = new ApiKeys(options.apiKeys);
    this.users = new Users(this.sessionManager);
    this.domains = new Domains({
      manager: this.sessionManager,
      users: this.users,
      keys: this.keys,
      isStopped,
      statusUrl: (user, resource) => this.addresses.url() + this.addresses.path(user, resource),
      letGo: (name) => this.letGo(name),
      onChange: () => this.changed(),
    });
    const httpApiOptions: HttpApiOptions = {
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
      isLast: (request, response) => isStopped() && this.http.isNewest(request, response),
    };
    this.http = new HttpPort({
      ...options,
      app: () => appOf([...control(), ...(httpApi(httpApiOptions) as Koa.Middleware[])], onError),
      onRejection: (answer, reason) => tellRejection(answer, reason, httpApiOptions),
    });
    this.addresses = new StatusAddresses({
      release,
      keys: this.keys,
      openAccess,
      keyAt: (domain) => this.domains.keyAt(domain),
      url: () => this.http.url,
    });
    this.connections = new Connections({
      ...options,
      sessionManager: this.sessionManager,
      onNote: (note) => this.streamNotes.emit(() => note),
      onError,
    });
    this.tellJournal();
  }

  private tellJournal(): void {
    this.exchanges.subscribe((exchange) => this.journal.keepExchange(exchange));
    this.streamNotes.subscribe((note) => this.journal.keepStreamNote(note));
    this.sessionManager.events.subscribe((event, number) => {
      this.journal.keepEvent(event, number);
      if (event.type === 'session-opened' && event.session.kind === 'client')
        setImmediate(() => this.cutStreams([event.session])); // once its client knows that it has one
    });
  }

  /** Cuts the streams of sessions that a fault concerns. */
  private cutStreams(sessions: Iterable<Session>): void {
    for (const session of [...sessions]) {
      if (session instanceof ClientSession)
        this.faults.cutStream(session.jid, (note) => session.connection.cut(note));
    }
  }

  /** The sessions of a user, now. */
  sessionsOf(user: string): SessionView[] {
    return this.sessionManager.sessionsOf(user).map((session) => sessionView(session.still()));
  }

  /** Tells that something was changed from outside, as the journal does not. */
  changed(): void {
    this.changes.emit(() => undefined);
  }

  /** Ends faults, and what they hold up. */
  letGo(domain?: string): void {
    this.faults.clear(domain);
    this.held.release(domain);
  }

  /** Answers what was accepted and ends every stream, then closes every connection. */
  async stop(): Promise<void> {
    await this.http.takeArrivals();
    this.sessionManager.stop();
    this.held.stop();
    this.journal.close();
    await Promise.all([this.http.close(), this.connections.stop()]);
  }
}

/** The accounts of the configuration, with their rosters. */
export function accountsOf({ accounts: configured, rosters }: Options): Accounts {
  const accounts = new Accounts();
  for (const account of configured) accounts.add(account);
  fillRosters(accounts, new Map(Object.entries(rosters)));
  return accounts;
}

function appOf(middlewares: readonly Koa.Middleware[], onError: (error: unknown) => void): Koa {
  const app = new Koa();
  app.on('error', (failure) => {
    if (!CLIENT_IS_GONE.has(failure?.code)) onError(failure);
  });
  for (const middleware of middlewares) app.use(middleware);
  return app;
}
