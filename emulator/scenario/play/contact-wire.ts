import type { Contact } from '../../library/contact.js';
import type { Wire, WireListener } from './stage.js';

/** A contact inside the process, as a wire. */
export class ContactWire implements Wire {
  private isLeaving = false;

  constructor(
    private readonly contact: Contact,
    private readonly listener: WireListener,
  ) {
    void this.pump();
  }

  get jid(): string {
    return this.contact.jid;
  }

  async send(xml: string): Promise<void> {
    this.contact.send(xml);
  }

  async leave(): Promise<void> {
    this.isLeaving = true;
    this.contact.leave();
  }

  /** Without stream management a session ends with its connection, however that ends. */
  cut(): Promise<void> {
    return this.leave();
  }

  private async pump(): Promise<void> {
    try {
      for (;;) this.listener.stanza(String(await this.contact.receives(() => true, { timeout: FOR_EVER })));
    } catch {
      if (!this.isLeaving) this.listener.ended(this.contact.streamError);
    }
  }
}

/** The longest that a timer can wait, in milliseconds. */
const FOR_EVER = 2 ** 31 - 1;
