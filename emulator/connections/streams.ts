import { comparable } from '../jid.js';
import { resourceGenerator } from './binding.js';
import type { ClientLink } from './client-link.js';
import { ScramKeyring } from './scram.js';
import { type StreamLimits, type Wire, XmppStream, type XmppStreamOptions } from './xmpp-stream.js';

/** How much a client may leave unread before its connection is cut, in bytes. */
export const MAX_UNSENT: number = 16 * 1024 ** 2;

/** How long connections may take to close once the streams are over, in milliseconds. */
const GRACE = 500;

export type StreamsOptions = Pick<XmppStreamOptions, 'sessionManager' | 'limits' | 'onNote' | 'onError'>;

/** The streams of an emulator, on every transport. */
export class Streams {
  private readonly wires = new Map<XmppStream, Wire>();
  private readonly resumable = new Map<string, ClientLink>();
  private readonly keyring = new ScramKeyring();
  private readonly generateResource = resourceGenerator();
  private allClosed: (() => void) | undefined;

  constructor(private readonly options: StreamsOptions) {}

  get limits(): StreamLimits {
    return this.options.limits;
  }

  /** A stream for a connection that was accepted. */
  open(wire: Wire): XmppStream {
    const { resumable, keyring, generateResource } = this;
    const stream = new XmppStream({ ...this.options, resumable, keyring, generateResource, wire });
    this.wires.set(stream, wire);
    return stream;
  }

  /** A connection is gone. */
  closed(stream: XmppStream): void {
    this.wires.delete(stream);
    stream.disconnected();
    if (this.wires.size === 0) this.allClosed?.();
  }

  /** Ends the streams that have no session yet, of a domain where one is named: those with one end with it. */
  reset(domain?: string): void {
    for (const stream of [...this.wires.keys()])
      if (domain === undefined || stream.domain === comparable(domain)) stream.reset();
  }

  /** Ends every stream in order; connections that are not closed by then are cut after half a second. */
  async stop(): Promise<void> {
    for (const link of [...this.resumable.values()]) link.abandon();
    for (const stream of [...this.wires.keys()]) stream.shutDown();
    if (this.wires.size === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        for (const wire of this.wires.values()) wire.cut();
      }, GRACE);
      this.allClosed = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
