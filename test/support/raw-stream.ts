import { bind, header, plain, type Transport } from './stream-words.js';

/** How long to wait for what has to come, in milliseconds; nothing takes long where all is well. */
const PATIENCE = 3000;

/** A stream without a client library: what is sent and what comes back are bytes. */
export abstract class RawStream {
  abstract readonly transport: Transport;
  /** What came and was not taken yet; messages over WebSocket stand one after the other. */
  private text = '';
  private isOver = false;
  private readonly watchers = new Set<() => void>();

  /** Sends a text, or bytes: over WebSocket those go as a binary message. */
  abstract send(data: string | Buffer): void;
  /** Ends the client's side of the connection. */
  abstract end(): void;
  /** Breaks the connection without a word. */
  abstract cut(): void;
  /** Reads nothing any more. */
  abstract pause(): void;

  /** What came up to the first place where this stands, which is taken with it. */
  until(what: string): Promise<string> {
    return this.watch(what, () => {
      const at = this.text.indexOf(what);
      if (at < 0) return undefined;
      const taken = this.text.slice(0, at + what.length);
      this.text = this.text.slice(taken.length);
      return taken;
    });
  }

  /** All that came and was not taken, once the server has closed the connection. */
  rest(): Promise<string> {
    return this.watch('the end of the connection', () => (this.isOver ? this.text : undefined));
  }

  /** Opens a stream, or opens it anew. */
  async open(): Promise<void> {
    this.send(header[this.transport]);
    await this.until('</stream:features>');
  }

  /** Logs in, on a stream that is open, as far as the stream that is to be opened anew. */
  async authenticate(user: string): Promise<void> {
    this.send(plain(user));
    await this.until('<success xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/>');
  }

  /** Opens a stream and gets a session. */
  async logIn(user: string, resource: string): Promise<this> {
    await this.open();
    await this.authenticate(user);
    await this.open();
    this.send(bind(resource));
    await this.until('</iq>');
    return this;
  }

  /** Ends the client's side of the connection, and awaits the other. */
  async leave(): Promise<void> {
    this.end();
    await this.rest();
  }

  protected take(text: string): void {
    this.text += text;
    for (const watcher of this.watchers) watcher();
  }

  protected over(): void {
    this.isOver = true;
    for (const watcher of this.watchers) watcher();
  }

  private watch<Found>(what: string, look: () => Found | undefined): Promise<Found> {
    return new Promise((resolve, reject) => {
      const fail = (how: string) =>
        reject(new Error(`${how}: ${what}; what came: ${this.text.slice(0, 1000)}`));
      const watcher = () => {
        const found = look();
        if (found === undefined && !this.isOver) return;
        clearTimeout(timer);
        this.watchers.delete(watcher);
        if (found === undefined) fail('the connection is over without');
        else resolve(found);
      };
      const timer = setTimeout(() => {
        this.watchers.delete(watcher);
        fail(`within ${PATIENCE} ms there was not`);
      }, PATIENCE);
      this.watchers.add(watcher);
      watcher();
    });
  }
}
