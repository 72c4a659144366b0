import type { IncomingMessage, ServerResponse } from 'node:http';
import packageJson from '../../package.json' with { type: 'json' };
import type { StreamNote } from '../connections/xmpp-stream.js';
import { CONTROL_PATH, control } from '../control/control.js';
import type { Listener } from '../event-stream.js';
import type { Faults } from '../faults/faults.js';
import type { ExchangeListener } from '../http-api/exchange.js';
import { comparable } from '../jid.js';
import type { JournalEntry } from '../journal/entry.js';
import type { Journal } from '../journal/journal.js';
import { allDone } from '../listening.js';
import type { AccountOption, RosterItemOption, StateAddition } from '../options/emulator-options.js';
import type { Options } from '../options/options.js';
import { mustBeBareJid } from '../options/read-value.js';
import { readTimeout, type WaitOptions } from '../options/wait-options.js';
import { type PresenceMatch, presenceExpectation } from '../presence/presence-match.js';
import type { ReleaseName } from '../release.js';
import type { SessionEvent } from '../session-manager/events.js';
import type { SessionView } from '../session-manager/session.js';
import { StoppedError, UsageError } from '../usage-error.js';
import type { CallExpectation, CallMatch, VerificationOption } from '../verification/expectation.js';
import type { Contact } from './contact.js';
import { addContents, contentsOf, resetContents, restoreContents } from './contents.js';
import type { Domain } from './domain.js';
import { Parts } from './parts.js';
import type { Snapshot } from './snapshot.js';
import { type State, stateJson, stateOf } from './state.js';
import type { ContactOptions } from './users.js';

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
  private readonly parts: Parts;
  private stopped: Promise<void> | undefined;

  /** @internal Use `startEmulator`. */
  constructor(
    private readonly options: Options,
    onError: (error: unknown) => void,
  ) {
    this.parts = new Parts({
      options,
      isStopped: () => this.stopped !== undefined,
      control: () => (options.control ? [control(this)] : []),
      onError,
    });
    this.faults = this.parts.faults;
    this.journal = this.parts.journal;
  }

  /** The release that is emulated. */
  get release(): ReleaseName {
    return this.options.release;
  }

  /** The virtual hosts: those of the configuration, then those that were made while it ran. */
  get domains(): readonly string[] {
    return this.parts.sessionManager.virtualHosts;
  }

  /** The port of the HTTP API; `undefined` where it does not listen. */
  get httpPort(): number | undefined {
    return this.parts.http.port;
  }

  /** The port of XMPP over WebSocket; `undefined` where it does not listen. */
  get websocketPort(): number | undefined {
    return this.parts.connections.websocketPort;
  }

  /** The port of XMPP over TCP; `undefined` where it does not listen. */
  get xmppPort(): number | undefined {
    return this.parts.connections.xmppPort;
  }

  /**
   * Where the HTTP API is, such as `http://127.0.0.1:49152`.
   *
   * @throws {@link UsageError} where it has no port
   */
  get url(): string {
    this.mustRun('it has no URL');
    return this.parts.addresses.url();
  }

  /** Where the inspector page is; `undefined` where it is not served. */
  get inspectorUrl(): string | undefined {
    const { url } = this.parts.http;
    return this.options.control && url !== undefined ? `${url}${CONTROL_PATH}/` : undefined;
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
    return this.parts.addresses.path(user, resource);
  }

  /**
   * The request handler of the HTTP API and the control interface, for servers of one's own and for supertest.
   *
   * @throws {@link StoppedError} where the emulator was stopped
   */
  callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
    this.mustRun('it handles no requests');
    return this.parts.http.handle;
  }

  /**
   * Listens on the ports of the options.
   *
   * @internal `startEmulator` does.
   * @throws {@link ListenError} where one can't be had; those that were are closed again
   */
  async start(): Promise<void> {
    try {
      await allDone([this.parts.http.open(), this.parts.connections.start()]);
    } catch (failure) {
      await this.stop();
      throw failure;
    }
  }

  /** Answers what was accepted and ends every stream, then closes every connection; at the latest after a second. */
  stop(): Promise<void> {
    this.stopped ??= this.parts.stop();
    return this.stopped;
  }

  /** So that `await using` stops the emulator. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  /** @internal Calls `listener` with every request to the HTTP API, until the function that comes back is called. */
  onExchange(listener: ExchangeListener): () => void {
    return this.parts.exchanges.subscribe(listener);
  }

  /** @internal The same with what happens to sessions. */
  onSessionEvent(listener: Listener<SessionEvent>): () => void {
    return this.parts.sessionManager.events.subscribe(listener);
  }

  /** @internal The same where accounts, rosters, faults or domains were changed from outside, as the journal does not tell. */
  onChange(listener: () => void): () => void {
    return this.parts.changes.subscribe(listener);
  }

  /** @internal The same with what there is to say about clients' streams. */
  onStreamNote(listener: Listener<StreamNote>): () => void {
    return this.parts.streamNotes.subscribe(listener);
  }

  /**
   * Domains, accounts and sessions; with a domain, those of that virtual host.
   *
   * @throws {@link UsageError} where there is no such virtual host
   */
  state(domain?: string): State {
    this.mustRun('it has no state');
    this.mustBeHost(domain);
    return stateOf(this.release, this.parts.sessionManager, domain);
  }

  /** @internal The same as JSON, in pieces: with many sessions it is long. */
  stateJson(domain?: string): Iterable<string> {
    this.mustBeHost(domain);
    return stateJson(this.release, this.parts.sessionManager, domain);
  }

  /**
   * Adds accounts, rosters and API keys, in the config file's form. Clients hear of their rosters.
   *
   * @throws {@link UsageError} naming what is wrong, or there already; nothing is added then
   */
  addState(given: StateAddition): void {
    this.mustRun('it takes no accounts');
    addContents(this.parts, given);
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
    resetContents(this.parts, this.options, domain);
  }

  /** Accounts, rosters, external sessions and offline messages as they are now, to be brought back by {@link Emulator.restore}. */
  snapshot(): Snapshot {
    this.mustRun('it has no state');
    return contentsOf(this.parts);
  }

  /**
   * Brings back what a snapshot holds. Clients are disconnected with the stream error `reset`; journal and faults stay.
   *
   * @throws {@link UsageError} where it is none
   */
  restore(snapshot: Snapshot): void {
    this.mustRun('it can not be restored');
    restoreContents(this.parts, snapshot);
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
    const { scenarioOf } = await import('../scenario/record/from-journal.js'); // with all that scenarios need
    return scenarioOf(records, this.parts.http.url ?? 'http://localhost');
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
    return this.parts.verifier.verify({ ...expectation, match });
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
    return this.parts.verifier.verifyInTime(given, signal);
  }

  /**
   * The first call of the status endpoint that matches, of those that came before too, or else the next one.
   *
   * @throws {@link VerificationError} with the nearest misses, where none comes in time
   * @throws {@link UsageError} naming what is wrong with the match or the timeout
   */
  async waitFor(match: CallMatch, options?: WaitOptions): Promise<JournalEntry> {
    this.mustRun('no call comes');
    return this.parts.verifier.first(match, readTimeout(options));
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
    this.mustRun("nobody's presence changes");
    const found = await this.parts.presenceWatch.until(presenceExpectation(user, true, match, options));
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
    this.mustRun("nobody's presence changes");
    await this.parts.presenceWatch.until(presenceExpectation(user, false, match, options));
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
    return this.parts.sessionsOf(user);
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
    return this.parts.users.contact(jid, options);
  }

  /** Adds an account. @throws {@link UsageError} where it is wrong, or there is one of this JID already */
  addAccount(account: AccountOption): void {
    this.mustRun('it takes no accounts');
    this.parts.users.addAccount(account);
    this.parts.changed();
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
    this.parts.users.addRosterItem(user, item);
    this.parts.changed();
  }

  /**
   * Makes a virtual host for one test: nobody is there yet, and its API key opens nothing else.
   *
   * @throws {@link UsageError} where the emulator was stopped
   */
  async createDomain(): Promise<Domain> {
    this.mustRun('it makes no domains');
    return this.parts.domains.create();
  }

  /**
   * Removes a virtual host that was made while the emulator ran, with all that belongs to it.
   *
   * @internal A `Domain` removes itself.
   * @throws {@link UsageError} where there is none of this name, or it belongs to the configuration
   */
  removeDomain(name: string): void {
    if (this.parts.domains.remove(name)) return;
    this.mustBeHost(name);
    throw new UsageError(
      `${name} belongs to the configuration: only a domain that was made while the emulator runs can be removed`,
      'conflict',
    );
  }

  private mustRun(what: string): void {
    if (this.stopped !== undefined) throw new StoppedError(what);
  }

  /** Nothing is said against no domain, which means them all. */
  private mustBeHost(domain: string | undefined): void {
    const { domains } = this;
    if (domain === undefined || domains.some((name) => comparable(name) === comparable(String(domain))))
      return;
    const text = `there is no domain ${JSON.stringify(domain)}: there are ${domains.join(', ')}`;
    throw new UsageError(text, 'not-found');
  }
}
