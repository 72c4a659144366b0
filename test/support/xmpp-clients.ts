import type { Element } from 'ltx';
import type { Emulator } from '../../emulator/index.js';
import type { StanzaMatcher } from '../../emulator/library/contact-match.js';
import { connectStrophe } from './strophe-client.js';
import { connectXmppJs } from './xmpp-js-client.js';

export type Mechanism = 'SCRAM-SHA-256' | 'SCRAM-SHA-1' | 'PLAIN';

export interface LogIn {
  /** A local part at domain.com; the default accounts have it as their password. */
  readonly user: string;
  readonly resource: string;
  readonly password?: string;
  /**
   * What to log in with; PLAIN unless given, since SCRAM in JavaScript takes half a second. `preferred` is what the
   * library takes of what the server offers.
   */
  readonly mechanism?: Mechanism | 'preferred';
}

/** A real client, as far as tests need one. */
export interface XmppClient {
  /** The full JID that the server gave. */
  readonly jid: string;
  /** What the client logged in with. */
  readonly mechanism: string;
  /** Every stanza so far. */
  readonly received: readonly Element[];
  send(stanza: string): void;
  /** A stanza that is like this and was not taken before. */
  receives(match: StanzaMatcher): Promise<Element>;
  /** Leaves as the library does. */
  disconnect(): Promise<void>;
  /** Breaks the connection without a word. */
  cut(): void;
  /** Resolves once the connection is over, with the stream error that ended it if one did. */
  readonly ended: Promise<string | undefined>;
}

export interface ClientLibrary {
  readonly title: string;
  /** Connects and logs in, and sends nothing more. */
  connect(emulator: Emulator, logIn: LogIn): Promise<XmppClient>;
}

export const webSocketUrl = ({ websocketPort }: Emulator): string =>
  `ws://127.0.0.1:${websocketPort}/xmpp-websocket`;

export const xmppJsOverWebSocket: ClientLibrary = {
  title: '@xmpp/client over WebSocket',
  connect: (emulator, logIn) => connectXmppJs(webSocketUrl(emulator), logIn),
};

export const xmppJsOverTcp: ClientLibrary = {
  title: '@xmpp/client over TCP',
  connect: (emulator, logIn) => connectXmppJs(`xmpp://127.0.0.1:${emulator.xmppPort}`, logIn),
};

export const strophe: ClientLibrary = {
  title: 'strophe.js over WebSocket',
  connect: (emulator, logIn) => connectStrophe(webSocketUrl(emulator), logIn),
};

/** For tables of tests. */
export const librariesByTitle: readonly (readonly [title: string, library: ClientLibrary])[] = [
  xmppJsOverWebSocket,
  xmppJsOverTcp,
  strophe,
].map((library) => [library.title, library]);
