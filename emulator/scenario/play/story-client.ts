import { CLIENT_NS } from '../../session-manager/stanza.js';
import { fieldOf } from '../match/stanza-matcher.js';
import { readXml, type XmlElement, XmlError } from '../match/xml-node.js';
import { Inbox } from './inbox.js';
import type { Stage, Wire, WireListener } from './stage.js';

export type StanzaSeen = (direction: 'sent' | 'received', actor: string, xml: string) => void;

/**
 * A client in a story, whatever it is connected to. It keeps from its inbox what is not part of the story: its own
 * presence, which servers send back, and answers to what it did not ask.
 */
export class StoryClient implements WireListener {
  readonly inbox = new Inbox();
  /** The condition of the stream error that ended it; empty where there was none. */
  condition: string | undefined;
  private wire: Wire | undefined;
  private hasGone = false;
  private readonly early: string[] = [];
  private readonly pings = new Map<string, () => void>();
  private pinged = 0;
  /** The ids of its own requests: answers to others belong to whoever made the connection. */
  private readonly asked = new Set<string>();
  private ownPresence: (() => void) | undefined;

  constructor(
    readonly actor: string,
    private readonly seen: StanzaSeen,
  ) {}

  /** The full JID, as the server bound it. */
  get jid(): string {
    return this.wire?.jid ?? '';
  }

  async connect(stage: Stage, account: string, resource: string | undefined): Promise<void> {
    this.wire = await stage.connect(account, resource, this);
    for (const xml of this.early.splice(0)) this.stanza(xml);
  }

  /** Sends a presence of its own, and waits until the server has dealt with it. */
  async announce(presence: string, ms: number): Promise<void> {
    const dealtWith = new Promise<void>((resolve) => {
      this.ownPresence = resolve;
    });
    await this.send(presence);
    await withinTime(dealtWith, ms, 'the server did not send its own presence back');
    await this.ping(ms);
  }

  async send(xml: string): Promise<void> {
    if (this.wire === undefined || this.inbox.ended !== undefined)
      throw new Error(`${this.actor} can't send: ${this.inbox.ended ?? 'it is not connected'}`);
    this.seen('sent', this.actor, xml);
    this.noteRequest(xml);
    await this.wire.send(xml);
  }

  /** A round trip: all that the server had for the client before has come by then. */
  async ping(ms: number): Promise<void> {
    this.pinged += 1;
    const id = `ping-${this.pinged}`;
    const answered = new Promise<void>((resolve) => this.pings.set(id, resolve));
    await this.wire?.send(`<iq type='get' id='${id}'><ping xmlns='urn:xmpp:ping'/></iq>`);
    await withinTime(answered, ms, 'the server did not answer a ping');
  }

  /** Whether its connection is over, whoever ended it. */
  get isGone(): boolean {
    return this.hasGone;
  }

  async leave(): Promise<void> {
    this.hasGone = true;
    this.inbox.end('it has disconnected');
    await this.wire?.leave();
  }

  async cut(): Promise<void> {
    this.hasGone = true;
    this.inbox.end('its connection is cut');
    await this.wire?.cut();
  }

  stanza(xml: string): void {
    if (this.wire === undefined) {
      this.early.push(xml);
      return;
    }
    try {
      this.take(xml, readXml(xml, CLIENT_NS));
    } catch (failure) {
      if (!(failure instanceof XmlError)) throw failure;
      this.inbox.end(`its stream broke: ${failure.message}`);
    }
  }

  ended(condition: string | undefined): void {
    this.hasGone = true;
    this.condition ??= condition ?? '';
    this.inbox.end(
      condition === undefined ? 'the server ended its stream' : `the server ended its stream: ${condition}`,
    );
    for (const resolve of this.pings.values()) resolve();
    this.ownPresence?.();
  }

  private noteRequest(xml: string): void {
    const stanza = readXml(xml, CLIENT_NS);
    if (stanza.name === 'iq') this.asked.add(fieldOf(stanza, 'id') ?? '');
  }

  private take(xml: string, element: XmlElement): void {
    const pinged = this.pings.get(fieldOf(element, 'id') ?? '');
    if (element.name === 'iq' && pinged !== undefined) return pinged();
    if (isAnswer(element) && !this.asked.has(fieldOf(element, 'id') ?? '')) return;
    if (element.name === 'presence' && fieldOf(element, 'from') === this.jid) return this.ownPresence?.();
    this.seen('received', this.actor, xml);
    this.inbox.add(xml, element);
  }
}

function isAnswer(element: XmlElement): boolean {
  const type = fieldOf(element, 'type');
  return element.name === 'iq' && (type === 'result' || type === 'error');
}

/** @throws where it takes longer */
async function withinTime(promise: Promise<void>, ms: number, otherwise: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${otherwise} within ${ms} ms`)), ms);
  });
  try {
    await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
