import { TextDecoder } from 'node:util';
import { Element } from 'ltx';
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { CLIENT_NS } from '../session-manager/stanza.js';
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

type Parser = SaxesParser<{ xmlns: true }>;

/** What the longest reference may hold between `&` and `;`: XML's own five, or a character by its number. */
const REFERENCE = /^#?\w{0,8}$/;

/** What the parser calls what XMPP forbids (RFC 6120, section 11.1). */
const RESTRICTED = /doctype|undefined entity/;

/** Reads XML into elements. Namespaces are checked; entities other than XML's own are refused. */
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

  /** @throws {@link StreamError} on what can't be read, or is too large or too deep */
  abstract write(bytes: Buffer): void;

  protected abstract onOpenTag(tag: SaxesTagNS): void;
  protected abstract onCloseTag(): void;
  protected abstract onText(text: string): void;

  protected createParser(): Parser {
    const parser = new SaxesParser({ xmlns: true, additionalNamespaces: { stream: STREAM_NS } });
    parser.on('error', ({ message }) => {
      const condition = RESTRICTED.test(message) ? 'restricted-xml' : 'not-well-formed';
      throw new StreamError(condition, `The XML can't be read: ${message}`);
    });
    parser.on('xmldecl', ({ encoding = 'UTF-8' }) => {
      if (!/^utf-?8$/i.test(encoding))
        throw new StreamError('unsupported-encoding', `The encoding is ${encoding}, not UTF-8`);
    });
    parser.on('opentag', (tag) => this.onOpenTag(tag));
    parser.on('closetag', () => this.onCloseTag());
    parser.on('text', (text) => this.onText(text));
    parser.on('cdata', (text) => this.onText(text));
    parser.on('doctype', () => this.listener.onDoctype());
    parser.on('comment', () => restricted('a comment'));
    parser.on('processinginstruction', () => restricted('a processing instruction'));
    return parser;
  }

  /** Hands the parser a piece, and looks whether it waits in vain for the end of a reference: it waits for ever. */
  protected feed(parser: Parser, piece: string): void {
    parser.write(piece);
    const reference: unknown = Reflect.get(parser, 'entity');
    if (typeof reference === 'string' && !REFERENCE.test(reference))
      throw new StreamError(
        'not-well-formed',
        "The XML can't be read: an & begins no reference; write &amp;",
      );
  }

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

  protected checkSize(bytes: number): void {
    if (bytes > this.limits.stanza) {
      const text = `A stanza is larger than limits.stanza, ${this.limits.stanza} bytes`;
      throw new StreamError('policy-violation', text);
    }
  }
}

/**
 * Each message of XMPP over WebSocket is a document of its own (RFC 7395, section 3.3). Tigase takes several in one
 * message (recording "two stanzas in a frame"). Nothing of a message is told before all of it is read.
 */
export class FrameReader extends XmlReader {
  private elements: Element[] = [];

  write(bytes: Buffer): void {
    this.checkSize(bytes.length);
    this.open.length = 0;
    this.elements = [];
    let parser: Parser | undefined;
    for (const piece of piecesOf(utf8(decoder(), bytes, false))) {
      if (parser === undefined && piece.trim() === '') continue;
      parser ??= this.createParser();
      const before = this.elements.length;
      this.feed(parser, piece);
      if (this.elements.length > before) parser = undefined; // another document may follow
    }
    parser?.close(); // throws where it is not at its end
    for (const element of this.elements) if (!this.stopped) this.listener.onElement(element);
  }

  protected onOpenTag(tag: SaxesTagNS): void {
    this.push(tag, this.open);
  }

  protected onCloseTag(): void {
    const element = this.open.pop();
    if (element !== undefined && this.open.length === 0) this.elements.push(inClientNamespace(element));
  }

  protected onText(text: string): void {
    this.open.at(-1)?.t(text);
  }
}

/** A stream over TCP is one document, which stays open as long as the stream (RFC 6120, section 4.2). */
export class DocumentReader extends XmlReader {
  private readonly parser = this.createParser();
  private readonly decoder = decoder();
  /** How many bytes came since the last stanza was complete. */
  private unfinished = 0;
  /** Whether the first tag of a stanza has begun and not ended: a > may stand in one as well. */
  private inTag = false;
  /** What is to be told once the parser is content with the tag that ended it. */
  private found: (() => void)[] = [];

  write(bytes: Buffer): void {
    for (const piece of piecesOf(utf8(this.decoder, bytes, true))) {
      if (this.stopped) return;
      if (this.isBetween(piece)) this.unfinished = 0;
      else this.unfinished += Buffer.byteLength(piece);
      this.feed(this.parser, piece);
      this.checkSize(this.unfinished);
      this.tell();
    }
  }

  protected onOpenTag(tag: SaxesTagNS): void {
    this.inTag = false;
    if (this.open.length > 0) return this.push(tag, this.open.slice(1));
    const header = elementOf(tag);
    this.open.push(header);
    this.found.push(() => this.listener.onHeader(header));
  }

  protected onCloseTag(): void {
    const element = this.open.pop();
    const [header] = this.open;
    if (element === undefined || this.open.length > 1) return;
    if (header === undefined) this.found.push(() => this.listener.onFooter());
    else {
      const stanza = inClientNamespace(element);
      this.found.push(() => this.listener.onElement(stanza));
    }
  }

  protected onText(text: string): void {
    if (this.open.length > 1) this.open.at(-1)?.t(text);
    else if (text.trim() !== '') throw textBetween(); // a CDATA section
  }

  private tell(): void {
    if (this.found.length === 0) return;
    this.unfinished = 0;
    for (const tell of this.found.splice(0)) tell();
  }

  /** Whether a piece is white space between stanzas, where nothing else may be (RFC 6120, section 4.6.1). */
  private isBetween(piece: string): boolean {
    if (this.inTag || this.open.length !== 1) return false;
    const tag = piece.indexOf('<');
    const text = tag < 0 ? piece : piece.slice(0, tag);
    if (text.trim() !== '') throw textBetween();
    this.inTag = tag >= 0;
    return !this.inTag;
  }
}

/** A text in pieces, each of which ends with a `>` but for the last: no tag ends within one. */
function piecesOf(text: string): string[] {
  return text.match(/[^>]*>|[^>]+$/g) ?? [];
}

/** A stanza says itself what its stream or its transport says for it. */
function inClientNamespace(element: Element): Element {
  if (!element.name.includes(':')) element.attrs.xmlns ??= CLIENT_NS;
  return element;
}

/** An element that declares each prefix that it uses: it may go to where nobody else does. */
function elementOf({ name, prefix, uri, attributes }: SaxesTagNS): Element {
  const attrs: { [name: string]: string } = {};
  const declare = (used: string, namespace: string) => {
    if (used !== '' && used !== 'xml' && used !== 'xmlns') attrs[`xmlns:${used}`] = namespace;
  };
  for (const [key, attribute] of Object.entries(attributes)) {
    attrs[key] = attribute.value;
    declare(attribute.prefix, attribute.uri);
  }
  declare(prefix, uri);
  return new Element(name, attrs);
}

function textBetween(): StreamError {
  return new StreamError('bad-format', 'There is text between the stanzas');
}

function decoder(): TextDecoder {
  return new TextDecoder('utf-8', { fatal: true });
}

function utf8(decoder: TextDecoder, bytes: Buffer, stream: boolean): string {
  try {
    return decoder.decode(bytes, { stream });
  } catch {
    throw new StreamError('unsupported-encoding', 'The bytes are no UTF-8');
  }
}

function restricted(what: string): never {
  throw new StreamError('restricted-xml', `XMPP streams may not hold ${what} (RFC 6120, section 11.1)`);
}
