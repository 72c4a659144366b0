import { randomUUID } from 'node:crypto';
import { Element } from 'ltx';
import { comparable } from '../jid.js';
import { error, info, type Note, warning } from '../note.js';
import { streamEnds } from '../session-manager/session-end.js';
import type { Framing } from './framing.js';
import { LoginPhase } from './login-phase.js';
import { SM_NS } from './namespaces.js';
import type { Phase, PhasedStream, StreamContext } from './phase.js';
import { type StreamCondition, StreamError } from './stream-error.js';
import type { XmlLimits } from './xml-reader.js';

/** What carries a stream. */
export interface Wire {
  readonly framing: Framing;
  send(text: string): void;
  /** Closes the connection once all is sent. */
  end(): void;
  /** Closes it at once. */
  cut(): void;
  /** Encrypts the connection from now on; `undefined` where it can't be, or is already. */
  readonly startTls: (() => void) | undefined;
}

export interface StreamLimits extends XmlLimits {
  /** How long a client may take until it has a session, in seconds. */
  readonly loginSeconds: number;
}

/** A note about a stream, and whose it is as far as that is known. */
export interface StreamNote {
  readonly transport: Framing['transport'];
  readonly jid: string | undefined;
  readonly note: Note;
}

export interface XmppStreamOptions extends StreamContext {
  readonly wire: Wire;
  readonly limits: StreamLimits;
  readonly onNote: (note: StreamNote) => void;
  /** Told of an error of the emulator's own, which ends the stream. */
  readonly onError: (error: unknown) => void;
}

/** The ends of streams that are nobody's mistake. */
const BENIGN: { readonly [condition in StreamCondition]?: typeof error } = {
  'system-shutdown': info,
  conflict: info,
  reset: info,
};

/** The id that Tigase gives a stream that it refuses (recordings "unknown host", "no host"). */
const REFUSED_ID = 'tigase-error-tigase';

/** One client's stream, from its first byte to its last (RFC 6120, section 4). It knows no sockets. */
export class XmppStream implements PhasedStream {
  domain = '';
  private readonly id = randomUUID();
  private phase: Phase;
  private state: 'fresh' | 'open' | 'over' = 'fresh';
  private reader;
  private readonly loginTimer: NodeJS.Timeout;

  constructor(private readonly options: XmppStreamOptions) {
    this.phase = new LoginPhase(this, options);
    this.reader = this.createReader();
    const { loginSeconds } = options.limits;
    this.loginTimer = setTimeout(() => {
      this.fail(
        'connection-timeout',
        `The log-in took longer than limits.loginSeconds, ${loginSeconds} seconds`,
      );
    }, loginSeconds * 1000);
  }

  get canStartTls(): boolean {
    return this.options.wire.startTls !== undefined;
  }

  /** Takes what came over the wire. Whatever is wrong with it ends this stream alone. */
  receive(bytes: Buffer): void {
    if (this.state === 'over') return;
    try {
      this.reader.write(bytes);
    } catch (failure) {
      if (failure instanceof StreamError) return this.fail(failure.condition, failure.message);
      this.options.onError(failure);
      this.fail('internal-server-error', `The emulator itself failed: ${String(failure)}. Please report it`);
    }
  }

  /** The connection is gone. */
  disconnected(): void {
    if (this.state === 'over') return;
    this.finish();
    this.phase.over('cut');
  }

  /** Ends the stream, as the server stops. */
  shutDown(): void {
    this.fail('system-shutdown', 'The emulator stops');
  }

  /** Ends the stream, as the emulator is reset. */
  reset(): void {
    this.fail('reset', streamEnds.reset.reason);
  }

  sendElement(element: Element): void {
    if (this.state === 'open') this.options.wire.send(element.toString());
  }

  requestAck(): void {
    this.sendElement(new Element('r', { xmlns: SM_NS }));
  }

  fail(condition: StreamCondition, reason: string): void {
    if (this.state === 'over') return;
    const { wire } = this.options;
    const severe = BENIGN[condition] ?? error;
    this.note(severe(`stream-${condition}`, reason));
    if (this.state === 'fresh') this.sendHeader(this.options.sessionManager.virtualHosts[0] ?? '', this.id);
    wire.send(wire.framing.error(condition));
    this.closeStream();
    this.phase.over('closed');
  }

  cut(note: Note): void {
    if (this.state === 'over') return;
    this.note(note);
    this.options.wire.cut();
    this.disconnected();
  }

  note(note: Note): void {
    this.options.onNote({ transport: this.options.wire.framing.transport, jid: this.phase.jid, note });
  }

  enter(phase: Phase): void {
    this.phase = phase;
    if (phase.hasSession) clearTimeout(this.loginTimer);
  }

  restart(): void {
    this.reader.stop();
    this.reader = this.createReader();
    if (this.options.wire.framing.transport === 'tcp') this.state = 'fresh'; // the client begins another document
  }

  startTls(): void {
    this.options.wire.startTls?.();
  }

  private createReader() {
    const { wire, limits } = this.options;
    return wire.framing.createReader(
      {
        onHeader: (header) => this.open(header),
        onElement: (element) => this.receiveElement(element),
        onFooter: () => this.close(),
        onDoctype: () => this.receiveDoctype(),
      },
      limits,
    );
  }

  private receiveElement(element: Element): void {
    if (this.state === 'over') return;
    switch (this.options.wire.framing.kindOf(element)) {
      case 'header':
        return this.open(element);
      case 'footer':
        return this.close();
      case 'error':
        return this.failed(element);
      default:
        return this.state === 'open' ? this.phase.receive(element) : this.ignoreBeforeOpen(element);
    }
  }

  /** Tigase says nothing to what comes before a stream over WebSocket is open (recording "stanza before open"). */
  private ignoreBeforeOpen(element: Element): void {
    const text = `<${element.name} xmlns=${JSON.stringify(element.getNS() ?? '')}> came before <open>, and is ignored`;
    this.note(warning('stream-not-open', text));
  }

  private receiveDoctype(): void {
    if (this.options.wire.framing.transport === 'tcp')
      throw new StreamError('restricted-xml', 'XMPP streams may not hold a DOCTYPE (RFC 6120, section 11.1)');
    // recording "DOCTYPE after log-in"
    this.note(
      warning('doctype-ignored', 'A DOCTYPE, which XMPP forbids and Tigase ignores (RFC 6120, section 11.1)'),
    );
  }

  private open(header: Element): void {
    const { to } = header.attrs;
    const { sessionManager, wire } = this.options;
    const problem = wire.framing.headerProblem(header);
    if (problem !== undefined) throw problem;
    if (to === undefined || !sessionManager.serves(to)) return this.refuse(to);
    this.domain = comparable(to);
    this.sendHeader(to, this.id);
    this.state = 'open';
    wire.send(wire.framing.features(this.phase.features()));
  }

  private refuse(to: string | undefined): void {
    this.sendHeader(to ?? 'null', REFUSED_ID);
    this.state = 'open';
    if (to === undefined) return this.fail('improper-addressing', 'The stream header names no host: to');
    this.fail('host-unknown', `${to} is none of the server's domains`);
  }

  private sendHeader(from: string, id: string): void {
    const { wire } = this.options;
    wire.send(wire.framing.header({ from, id }));
  }

  /** The client closed the stream. */
  private close(): void {
    if (this.state === 'over') return;
    this.closeStream();
    this.phase.over('closed');
  }

  /** The client ended the stream with an error: it reads nothing any more, so it is sent nothing. */
  private failed(streamError: Element): void {
    const condition = streamError.getChildElements()[0]?.name ?? 'none';
    this.note(warning('client-stream-error', `The client ended the stream with the error ${condition}`));
    this.finish();
    this.options.wire.end();
    this.phase.over('closed');
  }

  private closeStream(): void {
    const { wire } = this.options;
    wire.send(wire.framing.footer);
    this.finish();
    wire.end();
  }

  private finish(): void {
    this.state = 'over';
    clearTimeout(this.loginTimer);
    this.reader.stop();
  }
}
