import { type Client, client } from '@xmpp/client';
import { Element, escapeXML, escapeXMLText, parse } from 'ltx';
import { WebSocket } from 'ws';
import type { Emulator } from '../../emulator/index.js';

/** Steps of real clients and of the HTTP API, as fixtures/README.md describes them. */
export interface XmppScenario {
  readonly name: string;
  readonly servers: readonly string[];
  readonly users: readonly string[];
  readonly steps: readonly XmppStep[];
}

export interface XmppStep extends PlayedStep {
  /** Whose step this is, where servers answered differently. */
  readonly servers?: readonly string[];
}

/** A step, and what came of it. */
export interface PlayedStep {
  readonly do: XmppAction;
  readonly answer?: RestAnswer | { readonly error: string };
  /** By client, the stanzas that it received and its own events. */
  readonly received?: { readonly [client: string]: readonly string[] };
}

export interface RestAnswer {
  readonly status: number;
  readonly body: string;
}

type XmppAction =
  | readonly ['connect', client: string, resource: string]
  | readonly ['send', client: string, stanza: string]
  | readonly ['disconnect', client: string]
  | readonly ['drop', client: string]
  | readonly ['wait', milliseconds: number]
  | readonly ['status', jid: string, resource: string, body: unknown, contentType?: string];

export interface PlayOptions {
  /** What the local parts of the scenario's users begin with, so that they are its own. */
  readonly prefix: string;
  /** The admin's credentials, where the HTTP API asks for them. */
  readonly credentials?: string | undefined;
}

const DOMAIN = 'domain.com';
const PASSWORD = 'pw';

// `ws` on every Node: the WebSocket that newer ones bring can neither ping nor be cut.
Object.defineProperty(globalThis, 'WebSocket', { value: WebSocket, configurable: true, writable: true });

/** Plays a scenario with real clients against an emulator. */
export async function play(
  emulator: Emulator,
  { users, steps }: XmppScenario,
  options: PlayOptions,
): Promise<PlayedStep[]> {
  const stage = new Stage(emulator, users, options);
  for (const user of users) await stage.addAccount(user);
  const played: PlayedStep[] = [];
  for (const step of steps) played.push(await stage.play(step.do));
  await stage.clear();
  return played;
}

/** The clients of a scenario. */
class Stage {
  private readonly actors = new Map<string, Actor>();
  /** Also those whose names others have by now. */
  private readonly everyone: Actor[] = [];

  constructor(
    private readonly emulator: Emulator,
    private readonly users: readonly string[],
    private readonly options: PlayOptions,
  ) {}

  async addAccount(user: string): Promise<void> {
    const account = { user: { password: PASSWORD, email: `${user}@example.org` } };
    const { status } = await this.request('PUT', `{${user}}@${DOMAIN}`, account);
    if (status !== 200) throw new Error(`${user} got no account: ${status}`);
  }

  async play(action: XmppAction): Promise<PlayedStep> {
    const answer = await this.perform(action).catch(({ message }: Error) => ({ error: message }));
    await this.settle();
    const received = [...this.actors]
      .map(([name, actor]) => [name, actor.take().map((text) => this.general(text))] as const)
      .filter(([, events]) => events.length > 0);
    return {
      do: action,
      ...(answer === undefined ? {} : { answer }),
      ...(received.length === 0 ? {} : { received: Object.fromEntries(received) }),
    };
  }

  async clear(): Promise<void> {
    await Promise.all(this.everyone.map((actor) => actor.disconnect()));
  }

  private async perform(action: XmppAction): Promise<RestAnswer | undefined> {
    switch (action[0]) {
      case 'connect':
        await this.connect(action[1], action[2]);
        return;
      case 'send':
        await this.actor(action[1]).send(this.concrete(action[2]));
        return;
      case 'disconnect':
        await this.actor(action[1]).disconnect();
        return;
      case 'drop':
        this.actor(action[1]).drop();
        return;
      case 'wait':
        return; // For what comes by itself: barriers show that nothing does.
      case 'status': {
        const [, jid, resource, body, type] = action;
        return this.request('POST', `${jid}/status${resource === '' ? '' : `/${resource}`}`, body, type);
      }
    }
  }

  private async connect(name: string, resource: string): Promise<void> {
    const [user = ''] = name.split('/');
    const login = { username: this.options.prefix + user, password: PASSWORD };
    const service = `ws://127.0.0.1:${this.emulator.websocketPort}/`;
    const actor = new Actor(
      client({
        service,
        domain: DOMAIN,
        resource,
        // SCRAM, which it would choose, takes this client a third of a second.
        credentials: (authenticate) => authenticate(login, 'PLAIN', new Element('user-agent')),
      }),
    );
    this.actors.set(name, actor);
    this.everyone.push(actor);
    await actor.connect();
  }

  /**
   * Waits until what a step caused has come, and what clients answered to that: until two rounds in a row bring nothing.
   * In one the server does what it was asked for, in the next clients receive it.
   */
  private async settle(): Promise<void> {
    const events = () => this.everyone.reduce((sum, actor) => sum + actor.events, 0);
    for (let quiet = 0; quiet < 2; ) {
      const before = events();
      await Promise.all(this.everyone.map((actor) => actor.barrier()));
      quiet = events() === before ? quiet + 1 : 0;
    }
  }

  private async request(
    method: string,
    path: string,
    body: unknown,
    type = 'application/json',
  ): Promise<RestAnswer> {
    const { credentials } = this.options;
    const headers = {
      'Content-Type': type,
      ...(credentials === undefined ? {} : { Authorization: `Basic ${btoa(credentials)}` }),
    };
    const response = await fetch(`${this.emulator.url}/rest/user/${this.concrete(path)}?api-key=API_KEY`, {
      method,
      headers,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, body: this.general(await response.text()) };
  }

  private actor(name: string): Actor {
    const actor = this.actors.get(name);
    if (actor === undefined) throw new Error(`no client ${name} has connected`);
    return actor;
  }

  private concrete(text: string): string {
    return text.replaceAll(/\{(\w+)\}/g, `${this.options.prefix}$1`);
  }

  private general(text: string): string {
    const { prefix } = this.options;
    return [...this.users, 'nobody'].reduce(
      (result, user) => result.replaceAll(prefix + user, `{${user}}`),
      text,
    );
  }
}

/** A client of a scenario, and what came to it since it was asked last. */
class Actor {
  /** How much came so far. */
  events = 0;
  private inbox: string[] = [];
  private isOver = false;
  private readonly ended: Promise<void>;

  constructor(private readonly client: Client) {
    client.reconnect.stop();
    // It asks for acknowledgements by the clock, and would in the middle of any step.
    Object.assign(client.streamManagement, { requestAckDebounce: 2 ** 31 - 1, requestAckInterval: 0 });
    client.on('stanza', (stanza: Element) => this.add(stanza.toString()));
    client.on('error', (failure: Error & { condition?: string }) => {
      this.add(`!error ${failure.condition ?? failure.message}`);
    });
    client.on('close', () => this.add('!closed'));
    this.ended = this.end();
  }

  async connect(): Promise<void> {
    await this.client.start();
  }

  async send(stanza: string): Promise<void> {
    await this.client.send(parse(stanza));
  }

  async disconnect(): Promise<void> {
    await this.client.stop();
  }

  /** Cuts the connection. */
  drop(): void {
    this.isOver = true;
    this.webSocket?.terminate();
  }

  /**
   * Resolves once the server has done all that this client asked for before, or the client is over. The WebSocket pings,
   * not the client: that would not find the answer behind a stanza that is no XML (recording "presence contents").
   */
  async barrier(): Promise<void> {
    if (this.isOver) return;
    const { webSocket } = this;
    const answered = new Promise<void>((resolve) => webSocket?.once('pong', () => resolve()));
    webSocket?.ping();
    await Promise.race([answered, this.ended]);
  }

  take(): string[] {
    return this.inbox.splice(0);
  }

  private get webSocket(): WebSocket | undefined {
    const socket = this.client.socket as unknown as { readonly socket: WebSocket | null } | null;
    return socket?.socket ?? undefined;
  }

  private add(event: string): void {
    this.events += 1;
    this.inbox.push(event);
  }

  /** Resolves once the client has told all that there is to tell about its end. */
  private async end(): Promise<void> {
    const { client } = this;
    const disconnect = client.disconnect.bind(client);
    await new Promise<void>((resolve) => {
      let isClosing = false;
      client.disconnect = () => {
        isClosing = true;
        return disconnect().finally(resolve);
      };
      client.on('disconnect', () => {
        if (isClosing) return;
        if (!this.isOver) this.add('!cut');
        resolve();
      });
    });
    this.isOver = true;
  }
}

/**
 * An element as text that is equal for equal elements, with its attributes in order. Where the pattern has `*` for an
 * attribute, or for all content from there on, so has the text.
 */
export function canonical(element: Element, pattern?: Element): string {
  const attributes = Object.entries<string>(element.attrs)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ` ${name}="${pattern?.attrs[name] === '*' ? '*' : escapeXML(value)}"`)
    .join('');
  const freeFrom = pattern?.children.indexOf('*') ?? -1;
  const children = element.children.slice(0, freeFrom < 0 ? undefined : freeFrom).map((child, index) => {
    const inPattern = pattern?.children[index];
    if (!(child instanceof Element)) return escapeXMLText(String(child));
    return canonical(child, inPattern instanceof Element ? inPattern : undefined);
  });
  const content = `${children.join('')}${freeFrom < 0 ? '' : '*'}`;
  const start = `<${element.name}${attributes}`;
  return content === '' ? `${start}/>` : `${start}>${content}</${element.name}>`;
}
