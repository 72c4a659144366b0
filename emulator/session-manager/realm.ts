import type { Element } from 'ltx';
import { EventStream } from '../event-stream.js';
import { bareJid, comparable, type FullJid, type Jid } from '../jid.js';
import type { Note } from '../note.js';
import type { Release } from '../release.js';
import type { Accounts } from './accounts.js';
import type { SessionEvent } from './events.js';
import { type MishapOptions, PresenceWay } from './mishap.js';
import { ClientSession, type Session } from './session.js';
import { Sessions } from './sessions.js';
import { addressed } from './stanza.js';

export interface RealmOptions extends MishapOptions {
  readonly release: Release;
  /** The virtual hosts to begin with. */
  readonly domains: readonly string[];
  /** The host name of the server, whose users are the server's own too. */
  readonly clusterNode: string;
  readonly accounts: Accounts;
  /** Told what a listener of the events threw. */
  readonly onListenerError: (error: unknown) => void;
}

/** What the parts of the session manager share: who there is, who is connected, and how a stanza gets to a client. */
export class Realm {
  readonly release: Release;
  readonly clusterNode: string;
  readonly accounts: Accounts;
  readonly sessions = new Sessions();
  readonly events: EventStream<SessionEvent>;
  private readonly hosts: Set<string>;
  private readonly served: Set<string>;

  readonly mishapFor: MishapOptions['mishapFor'];
  readonly pause: MishapOptions['pause'];

  constructor(options: RealmOptions) {
    const { release, domains, clusterNode, accounts, onListenerError } = options;
    this.mishapFor = options.mishapFor;
    this.pause = options.pause;
    this.release = release;
    this.clusterNode = clusterNode;
    this.accounts = accounts;
    this.events = new EventStream(onListenerError);
    this.hosts = new Set(domains);
    // Besides its virtual hosts Tigase serves its own host name and `default` (recordings "domain").
    this.served = new Set([...domains, clusterNode, 'default'].map(comparable));
  }

  /** The virtual hosts, as they were named: those of the configuration, then those that were added. */
  get virtualHosts(): readonly string[] {
    return [...this.hosts];
  }

  /** Whether a domain is one of the server's own, in whatever letter case. */
  serves(domain: string): boolean {
    return this.served.has(comparable(domain));
  }

  /** Adds a virtual host, in lower case, that is none of the server's domains yet. */
  addHost(domain: string): void {
    this.hosts.add(domain);
    this.served.add(domain);
    this.sessions.watch(domain);
  }

  /** Takes an added virtual host off, and gives the sessions that are still there. */
  removeHost(domain: string): Session[] {
    this.hosts.delete(domain);
    this.served.delete(domain);
    return this.sessions.unwatch(domain);
  }

  /** Has these virtual hosts from now on, each in lower case that was added. No session is left on one that goes. */
  setHosts(domains: readonly string[]): void {
    for (const host of this.virtualHosts) if (!domains.includes(host)) this.removeHost(host);
    for (const domain of domains) {
      if (this.hosts.delete(domain))
        this.hosts.add(domain); // in the order in which they are given
      else this.addHost(domain);
    }
  }

  /** Whether a JID is that of a user of the server's own domains. */
  isUser({ local, domain }: Jid): boolean {
    return local !== '' && this.serves(domain);
  }

  /** Hands a stanza to a client. */
  deliver(session: ClientSession, stanza: Element, notes: readonly Note[] = [], lateFor?: number): void {
    this.events.emit(() => ({ type: 'stanza-sent', session, stanza, notes, lateFor }));
    session.connection.deliver(stanza);
  }

  /** Tells that a client does not get a stanza which it should. */
  lose(session: ClientSession, stanza: Element, notes: readonly Note[]): void {
    this.events.emit(() => ({ type: 'stanza-lost', session, stanza, notes }));
  }

  /** Whether a session goes on. */
  isThere(session: Session): boolean {
    return this.sessions.find(session.jid) === session;
  }

  /** Hands a stanza to every client of a user, addressed to the bare JID. */
  deliverToClients(user: string, stanza: () => Element): void {
    const clients = this.sessions.clientsOf(user);
    if (clients.length === 0) return;
    const copy = addressed(stanza(), comparable(user));
    for (const client of clients) this.deliver(client, copy);
  }

  /** The way of a session's presence to those who may see it. */
  wayOf(from: FullJid): PresenceWay {
    return new PresenceWay(this, from);
  }

  /**
   * Who of a user's clients gets presence from elsewhere: the sessions without a negative priority, available or not,
   * and where there are none the one of the highest, which may be external and take nothing (recordings "contact online
   * without presence", "several offline messages", "message when the live client is negative too").
   */
  presenceTakers(user: string): ClientSession[] {
    const sessions = this.sessions.of(user);
    const highest = sessions.reduce(
      (most, { priority }) => Math.max(most, priority),
      Number.NEGATIVE_INFINITY,
    );
    const least = Math.min(0, highest);
    return sessions
      .filter(({ priority }) => priority >= least)
      .filter((session) => session instanceof ClientSession);
  }
}

/** The bare JID of a user, as users are known by. */
export function userOf(jid: Jid): string {
  return comparable(bareJid(jid));
}
