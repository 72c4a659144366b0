import { Element } from 'ltx';
import { CLIENT_NS } from '../session-manager/stanza.js';
import { FRAMING_NS, STREAM_ERRORS_NS, STREAM_NS } from './namespaces.js';
import { type StreamCondition, StreamError } from './stream-error.js';
import { DocumentReader, FrameReader, type XmlLimits, type XmlListener } from './xml-reader.js';

export interface StreamHeader {
  /** The host that the client asked for, as it is told back. */
  readonly from: string;
  readonly id: string;
}

/** How a stream is written on a transport, and read from it. */
export interface Framing {
  readonly transport: 'websocket' | 'tcp';
  header(header: StreamHeader): string;
  features(features: readonly Element[]): string;
  error(condition: StreamCondition): string;
  readonly footer: string;
  /** A reader for a stream that begins; each opens anew once the client has logged in. */
  createReader(listener: XmlListener, limits: XmlLimits): { write(bytes: Buffer): void; stop(): void };
  /** What is wrong with the start of a stream, but for its address. */
  headerProblem(header: Element): StreamError | undefined;
  /** What an element is to the stream itself. */
  kindOf(element: Element): 'header' | 'footer' | 'error' | 'element';
}

function streamElement(
  name: string,
  attrs: { [name: string]: string },
  children: readonly Element[],
): string {
  const element = new Element(`stream:${name}`, attrs);
  for (const child of children) element.cnode(child);
  return element.toString();
}

const errorCondition = (condition: StreamCondition) => new Element(condition, { xmlns: STREAM_ERRORS_NS });

const isStreamError = (element: Element) => element.getName() === 'error' && element.getNS() === STREAM_NS;

/** XMPP over WebSocket (RFC 7395, section 3): each message stands for itself. */
export const webSocketFraming: Framing = {
  transport: 'websocket',
  header: ({ from, id }) =>
    new Element('open', { xmlns: FRAMING_NS, from, id, version: '1.0', 'xml:lang': 'en' }).toString(),
  features: (features) => streamElement('features', { 'xmlns:stream': STREAM_NS }, features),
  error: (condition) => streamElement('error', { 'xmlns:stream': STREAM_NS }, [errorCondition(condition)]),
  footer: new Element('close', { xmlns: FRAMING_NS }).toString(),
  createReader: (listener, limits) => new FrameReader(listener, limits),
  headerProblem: () => undefined, // Tigase ignores an <open> of another namespace (recording "wrong namespace in open")
  kindOf(element) {
    if (isStreamError(element)) return 'error';
    if (element.getNS() !== FRAMING_NS) return 'element';
    if (element.name === 'open') return 'header';
    return element.name === 'close' ? 'footer' : 'element';
  },
};

/** XMPP over TCP (RFC 6120, section 4): everything is part of one document. */
export const tcpFraming: Framing = {
  transport: 'tcp',
  header: ({ from, id }) => {
    const attrs = { xmlns: CLIENT_NS, 'xmlns:stream': STREAM_NS, from, id, version: '1.0', 'xml:lang': 'en' };
    return `<?xml version='1.0'?>${new Element('stream:stream', attrs).toString().replace(/\/>$/, '>')}`;
  },
  features: (features) => streamElement('features', {}, features),
  error: (condition) => streamElement('error', {}, [errorCondition(condition)]),
  footer: '</stream:stream>',
  createReader: (listener, limits) => new DocumentReader(listener, limits),
  headerProblem(header) {
    const [prefix, local] = header.name.includes(':') ? header.name.split(':') : ['', header.name];
    const namespace = prefix === '' ? header.attrs.xmlns : header.attrs[`xmlns:${prefix}`];
    if (namespace !== STREAM_NS)
      return new StreamError('invalid-namespace', `The root element is not in the namespace ${STREAM_NS}`);
    if (local !== 'stream')
      return new StreamError('bad-format', `The root element is ${header.name}, not a stream`);
    if (prefix === '' || (header.attrs.xmlns ?? CLIENT_NS) !== CLIENT_NS)
      return new StreamError('invalid-namespace', `The namespace of the stanzas is not ${CLIENT_NS}`);
    return undefined;
  },
  kindOf: (element) => (isStreamError(element) ? 'error' : 'element'),
};
