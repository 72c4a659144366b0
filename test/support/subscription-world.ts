import { expect } from 'vitest';
import { ClientView } from './client-view.js';
import { type Tested, tested } from './requests.js';
import { checkClient, checkState } from './subscription-checks.js';
import { type Delivery, SubscriptionModel } from './subscription-model.js';
import type { SubscriptionType } from './subscription-tables.js';

export const users: readonly string[] = ['alice@domain.com', 'bob@domain.com', 'carol@domain.com'];

/** A client, by its place among those of its user. */
export interface ClientPlace {
  readonly user: string;
  readonly place: number;
}

/**
 * An emulator and a model of it, side by side. Each action is played in both, then all that clients can see is
 * compared. What can't be done, such as logging out where nobody is, does nothing.
 */
export class SubscriptionWorld {
  readonly model = new SubscriptionModel(users);
  /** What the clients know that are connected, by full JID. */
  private readonly views = new Map<string, ClientView>();

  private constructor(private readonly server: Tested) {}

  static async start(): Promise<SubscriptionWorld> {
    const accounts = users.map((jid) => ({ jid, password: 'x' }));
    return new SubscriptionWorld(await tested({ release: '8.3', accounts }));
  }

  stop(): Promise<void> {
    return this.server.emulator.stop();
  }

  /** @param to - the contact, in any spelling that means it */
  sendSubscription(client: ClientPlace, type: SubscriptionType, contact: string, to: string): void {
    const sender = this.viewAt(client);
    if (sender === undefined) return;
    const { user } = client;
    const sawBefore = (viewer: string) => users.filter((other) => this.model.sees(viewer, other));
    const before = new Map(users.map((viewer) => [viewer, sawBefore(viewer)]));
    sender.contact.send(`<presence type='${type}' to='${to}'/>`);
    this.check({ deliveries: this.model.send(type, user, contact), before });
  }

  /** Asks for a contact's presence, which only those get who may see it. */
  probe(client: ClientPlace, to: string): void {
    this.viewAt(client)?.contact.send(`<presence type='probe' to='${to}'/>`);
    this.check();
  }

  /** @param resource - empty for whichever the emulator takes */
  logIn(user: string, resource: string): void {
    const full = `${user}/${resource}`;
    if (this.viewsOf(user).length > 1 && !this.views.has(full)) return;
    const contact = this.server.emulator.contact(resource === '' ? user : full);
    this.end(contact.jid);
    this.model.sessions.set(contact.jid, { user, kind: 'client', show: null });
    this.views.set(contact.jid, new ClientView(contact, user));
    this.check({ newcomer: contact.jid });
  }

  logOut(client: ClientPlace): void {
    const view = this.viewAt(client);
    if (view === undefined) return;
    view.contact.leave();
    this.end(view.contact.jid);
    this.check();
  }

  /** @param show - `undefined`: not available */
  sendPresence(client: ClientPlace, show: string | undefined): void {
    const { contact } = this.viewAt(client) ?? {};
    if (contact === undefined) return;
    contact.send(
      show === undefined ? `<presence type='unavailable'/>` : `<presence><show>${show}</show></presence>`,
    );
    this.model.sessions.set(contact.jid, { user: client.user, kind: 'client', show });
    this.check();
  }

  async setStatus(user: string, resource: string, show: string, priority: string): Promise<void> {
    expect(await this.postStatus(user, resource, { show, priority })).toBe(true);
    const jid = `${user}/${resource}`;
    this.end(jid);
    this.model.sessions.set(jid, { user, kind: 'external', show });
    this.check();
  }

  async removeStatus(user: string, resource: string): Promise<void> {
    const jid = `${user}/${resource}`;
    const isThere = this.model.sessions.get(jid)?.kind === 'external';
    expect(await this.postStatus(user, resource, { available: 'false' })).toBe(isThere);
    if (isThere) this.end(jid);
    this.check();
  }

  private async postStatus(user: string, resource: string, body: object): Promise<unknown> {
    return (await this.server.post(`${user}/status/${resource}`, JSON.stringify(body))).body.status.success;
  }

  private end(jid: string): void {
    this.model.sessions.delete(jid);
    const view = this.views.get(jid);
    if (view !== undefined) expect(view.contact.ended).toBeDefined();
    this.views.delete(jid);
  }

  private viewsOf(user: string): ClientView[] {
    return [...this.views.values()].filter((view) => view.user === user);
  }

  private viewAt({ user, place }: ClientPlace): ClientView | undefined {
    const views = this.viewsOf(user);
    return views[place % views.length];
  }

  private check(happened: Happened = {}): void {
    const { deliveries = [], newcomer, before } = happened;
    checkState(this.server.emulator.state(), this.model);
    for (const [jid, view] of this.views) {
      const sawBefore = before?.get(view.user) ?? [];
      checkClient(view, { model: this.model, deliveries, isNew: jid === newcomer, sawBefore });
    }
  }
}

interface Happened {
  readonly deliveries?: readonly Delivery[];
  readonly newcomer?: string;
  readonly before?: ReadonlyMap<string, readonly string[]>;
}
