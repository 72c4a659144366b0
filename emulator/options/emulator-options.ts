import type { ReleaseName } from '../release.js';
import type { Subscription } from '../session-manager/roster.js';

/**
 * The options of an emulator: the keys of the config file. Every key has a default; a list that is given replaces the
 * default one whole.
 */
export interface EmulatorOptions {
  /** Where the JSON Schema of a config file is, for editors; nothing to an emulator. */
  readonly $schema?: string | undefined;
  /** The Tigase release to emulate; `documented` unless given. */
  readonly release?: ReleaseName | 8.1 | 8.2 | 8.3 | 8.4 | undefined;
  /** The address to listen on; `127.0.0.1` unless given. */
  readonly host?: string | undefined;
  /** The port of HTTP API and control interface: 0 for any free one (the library's default), `off` for none. */
  readonly port?: PortOption | undefined;
  /** The port of XMPP over WebSocket (RFC 7395): 0 for any free one (the library's default), `off` for none. */
  readonly websocketPort?: PortOption | undefined;
  /** The port of XMPP over TCP (RFC 6120): 0 for any free one (the library's default), `off` for none. */
  readonly xmppPort?: PortOption | undefined;
  /** The virtual hosts, at least one; `domain.com` unless given. */
  readonly domains?: readonly string[] | undefined;
  /** The server's host name, which is part of the trusted JID; `localhost` unless given. */
  readonly clusterNode?: string | undefined;
  /**
   * Bare JIDs that may set statuses; `user-status-endpoint@http.{clusterNode}` unless given. An empty list makes every
   * change fail with `success: false`.
   */
  readonly trusted?: readonly string[] | undefined;
  /** Whether any API key opens the HTTP API; `false` unless given. */
  readonly openAccess?: boolean | undefined;
  /** The API keys that there are; `API_KEY`, which opens everything, unless given. */
  readonly apiKeys?: readonly ApiKeyOption[] | undefined;
  /**
   * The users who can log in; `admin` (an admin), `test`, `alice` and `bob` at `domain.com` unless given, each with the
   * local part as the password. The status endpoint itself asks for no account.
   */
  readonly accounts?: readonly AccountOption[] | undefined;
  /** Roster items by the bare JID of their user; alice and bob are mutual contacts of test where there are the default accounts. */
  readonly rosters?: { readonly [user: string]: readonly RosterItemOption[] } | undefined;
  /** STARTTLS on the XMPP port: a certificate that is made, files in PEM, or none; `false` unless given. */
  readonly tls?: 'self-signed' | false | TlsFiles | undefined;
  /** Whether the control interface and the inspector are served under `/_emulator/`; `true` unless given. */
  readonly control?: boolean | undefined;
  /** What a client may ask of the emulator. */
  readonly limits?: LimitOptions | undefined;
}

/** A port: a number, 0 for any free one, or `off` for none. */
export type PortOption = number | 'off';

/** A certificate and its key. */
export interface TlsFiles {
  /** The path of the certificate, in PEM. */
  readonly cert: string;
  /** The path of its private key, in PEM. */
  readonly key: string;
}

/** An API key, and what it opens. */
export interface ApiKeyOption {
  /** The key itself. */
  readonly key: string;
  /** Regular expressions, one of which must match the whole path; every path unless given. */
  readonly paths?: readonly string[] | undefined;
  /** The hosts for which the key holds, as they stand in the `Host` header; every host unless given. */
  readonly hosts?: readonly string[] | undefined;
}

/** A user who can log in. */
export interface AccountOption {
  /** The bare JID. */
  readonly jid: string;
  /** The password. */
  readonly password: string;
  /** Whether the account may use what Tigase keeps for admins, such as 8.4's REST calls; `false` unless given. */
  readonly admin?: boolean | undefined;
}

/** A contact on a roster (RFC 6121, section 2). */
export interface RosterItemOption {
  /** The contact's bare JID. */
  readonly jid: string;
  /** What the user calls the contact; no name unless given. */
  readonly name?: string | null | undefined;
  /** Who sees whose presence; `none` unless given. */
  readonly subscription?: Subscription | undefined;
  /** `subscribe` where the user has asked for the contact's presence and waits for an answer. */
  readonly ask?: 'subscribe' | null | undefined;
  /** The groups in which the user has the contact; none unless given. */
  readonly groups?: readonly string[] | undefined;
}

/** What a client may ask of an emulator. */
export interface LimitOptions {
  /** How many entries the journal keeps; 1000 unless given. */
  readonly journal?: number | undefined;
  /** The largest body of a request: bytes, or a text such as `1mb`, which it is unless given. */
  readonly body?: number | string | undefined;
  /** The largest stanza: bytes, or a text such as `256kb`, which it is unless given. */
  readonly stanza?: number | string | undefined;
  /** How deep the elements of a stanza may nest; 100 unless given. */
  readonly depth?: number | undefined;
  /** How long an XMPP client may take to log in, in seconds; 60 unless given. */
  readonly loginSeconds?: number | undefined;
}

/** Accounts, rosters and API keys to add while an emulator runs, in the config file's form. */
export interface StateAddition {
  /** Accounts that are not there yet. */
  readonly accounts?: readonly AccountOption[] | undefined;
  /** Roster items by the bare JID of their user; an item takes the place of the one of the same contact. */
  readonly rosters?: { readonly [user: string]: readonly RosterItemOption[] } | undefined;
  /** API keys that are not there yet. */
  readonly apiKeys?: readonly ApiKeyOption[] | undefined;
}
