import { TextDecoder } from 'node:util';
import { Element } from 'ltx';
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { STREAM_NS } from './namespaces.js';
import { StreamError } from './stream-error.js';

export interface XmlLimits {
  /** The largest stanza, in bytes. */
  readonly stanza: number;
  /** How deep a stanza may nest. */
  readonly depth: number;
}

/** What a reader finds, in the order in which it comes. */
export interface XmlListener {
  /** The start of the document that a stream over TCP is. */
  onHeader(header: Element): void;
  onElement(element: Element): void;
  /** The end of that document. */
  onFooter(): void;
  onDoctype(): void;
}

/** Reads XML into elements. Namespaces are checked, entities other than XML's own are refused. */
abstract class XmlReader {
  /** The open elements, outermost first. */
  protected readonly open: Element[] = [];
  protected stopped = false;

  constructor(
    protected readonly listener: XmlListener,
    protected readonly limits: XmlLimits,
  ) {}

  /** Reads nothing more, not even the rest of what is just being read. */
  stop(): void {
    this.stopped = true;
  }

  /** @throws {StreamError} on what can't be read, or is too large or too deep */
  abstract write(bytes: Buffer): void;

  protected createParser(fragment: boolean): SaxesParser<{ xmlns: true }> {
    const parser = new SaxesParser({ xmlns: true, fragment, additionalNamespaces: { stream: STREAM_NS } });
    parser.on('error', ({ message }) => {
      if (this.stopped) return;
      const doctype = message.includes('doctype');
      throw new StreamError(
        doctype ? 'restricted-xml' : 'not-well-formed',
        `The XML can't be read: ${message}`,
      );
    });
    const unlessStopped =
      <Found>(read: (found: Found) => void) =>
      (found: Found) => {
        if (!this.stopped) read(found);
      };
    parser.on(
      'opentag',
      unlessStopped((tag) => this.onOpenTag(tag)),
    );
    parser.on(
      'closetag',
      unlessStopped(() => this.onCloseTag()),
    );
    parser.on(
      'text',
      unlessStopped((text) => this.onText(text)),
    );
    parser.on(
      'cdata',
      unlessStopped((text) => this.onText(text)),
    );
    parser.on(
      'doctype',
      unlessStopped(() => this.listener.onDoctype()),
    );
    parser.on(
      'comment',
      unlessStopped(() => restricted('a comment')),
    );
    parser.on(
      'processinginstruction',
      unlessStopped(() => restricted('a processing instruction')),
    );
    return parser;
  }

  protected abstract onOpenTag(tag: SaxesTagNS): void;
  protected abstract onCloseTag(): void;
  protected abstract onText(text: string): void;

  /** Opens a stanza, or an element in one. */
  protected push(tag: SaxesTagNS, parents: readonly Element[]): void {
    if (parents.length >= this.limits.depth) {
      const text = `A stanza nests deeper than limits.depth, ${this.limits.depth} levels`;
      throw new StreamError('policy-violation', text);
    }
    const element = elementOf(tag);
    parents.at(-1)?.cnode(element);
    this.open.push(element);
  }
}

/** Each message of XMPP over WebSocket is a document of its own (RFC 7395, section 3.3); Tigase takes several elements in one. */
export class FrameReader extends XmlReader {
  write(bytes: Buffer): void {
    if (bytes.length > this.limits.stanza) throw tooLarge(this.limits);
    const parser = this.createParser(true);
    this.open.length = 0;
    parser.write(utf8(new TextDecoder('utf-8', { fatal: true }), bytes, false));
    parser.close();
  }

  protected onOpenTag(tag: SaxesTagNS): void {
    this.push(tag, this.open);
  }

  protected onCloseTag(): void {
    const element = this.open.pop();
    if (element !== undefined && this.open.length === 0) this.listener.onElement(element);
  }

  protected onText(text: string): void {
    const parent = this.open.at(-1);
    if (parent !== undefined) parent.t(text);
    else if (text.trim() !== '')
      throw new StreamError('not-well-formed', 'There is text outside of any element');
  }
}

/** A stream over TCP is one document, which stays open as long as the stream (RFC 6120, section 4.2). */
export class DocumentReader extends XmlReader {
  private readonly parser = this.createParser(false);
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  /** Bytes that came since the last stanza was complete. */
  private unfinished = 0;
  private chunk = '';
  private chunkStart = 0;

  write(bytes: Buffer): void {
    if (this.stopped) return;
    this.unfinished += bytes.length;
    this.chunk = utf8(this.decoder, bytes, true);
    this.chunkStart = this.parser.position;
    this.parser.write(this.chunk);
    if (this.unfinished > this.limits.stanza) throw tooLarge(this.limits);
  }

  protected onOpenTag(tag: SaxesTagNS): void {
    if (this.open.length > 0) return this.push(tag, this.open.slice(1));
    const header = elementOf(tag);
    this.open.push(header);
    this.completed();
    this.listener.onHeader(header);
  }

  protected onCloseTag(): void {
    const element = this.open.pop();
    if (element === undefined || this.open.length > 1) return;
    const [header] = this.open;
    if (header === undefined) return this.listener.onFooter();
    this.completed();
    inherit(element, header);
    this.listener.onElement(element);
  }

  protected onText(text: string): void {
    if (this.open.length > 1) this.open.at(-1)?.t(text);
    else if (text.trim() !== '') throw new StreamError('bad-format', 'There is text between the stanzas');
  }

  /** What is left of the chunk belongs to the next stanza. */
  private completed(): void {
    const rest = Buffer.byteLength(this.chunk.slice(this.parser.position - this.chunkStart));
    if (this.unfinished - rest > this.limits.stanza) throw tooLarge(this.limits);
    this.unfinished = rest;
  }
}

/** A stanza's own namespaces are what it has from its stream, once it leaves that. */
function inherit(element: Element, header: Element): void {
  for (const [name, value] of Object.entries(header.attrs)) {
    const isUsed = name === 'xmlns' || element.name.startsWith(`${name.slice('xmlns:'.length)}:`);
    if (name.startsWith('xmlns') && isUsed) element.attrs[name] ??= value;
  }
}

function elementOf({ name, attributes }: SaxesTagNS): Element {
  const attrs: { [name: string]: string } = {};
  for (const [key, { value }] of Object.entries(attributes)) attrs[key] = value;
  return new Element(name, attrs);
}

function utf8(decoder: TextDecoder, bytes: Buffer, stream: boolean): string {
  try {
    return decoder.decode(bytes, { stream });
  } catch {
    throw new StreamError('unsupported-encoding', 'The bytes are no UTF-8');
  }
}

function tooLarge({ stanza }: XmlLimits): StreamError {
  return new StreamError('policy-violation', `A stanza is larger than limits.stanza, ${stanza} bytes`);
}

function restricted(what: string): never {
  throw new StreamError('restricted-xml', `XMPP streams may not hold ${what} (RFC 6120, section 11.1)`);
}
