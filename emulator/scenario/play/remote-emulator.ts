import type { JournalEntry } from '../../journal/entry.js';
import type { Note } from '../../note.js';
import { redactedPath } from '../../redact.js';
import type { FaultValue } from '../scenario.js';
import type { HttpClient } from './http-exchange.js';
import type { RemoteAccount, RemoteAccounts } from './remote-accounts.js';
import type { EmulatorStage } from './stage.js';

/** How long a call of the control interface may take, in milliseconds. */
const CALL = 10_000;

/** Among how many entries of the journal a request is looked for: others may send some at the same time. */
const RECENT = 100;

/** What an emulator in another process shows and does, over its control interface. */
export class RemoteEmulator implements EmulatorStage {
  private readonly faults: string[] = [];

  constructor(
    private readonly accounts: RemoteAccounts,
    private readonly byName: ReadonlyMap<string, RemoteAccount>,
    private readonly http: HttpClient,
  ) {}

  presence(jid: string): Promise<unknown> {
    return this.call('GET', `/presence/${encodeURIComponent(jid)}`);
  }

  /** The part of the state that is the scenario's own: its accounts and their sessions. */
  async state(): Promise<unknown> {
    const state = (await this.call('GET', `/state?domain=${this.accounts.names.domain}`)) as State;
    const own = new Set(Array.from(this.byName.values(), ({ jid }) => jid));
    const isOwn = ({ jid }: { readonly jid: string }) => own.has(jid.replace(/\/.*$/s, '').toLowerCase());
    return { ...state, accounts: state.accounts.filter(isOwn), sessions: state.sessions.filter(isOwn) };
  }

  async addFault(account: string, { match, fault, times }: FaultValue): Promise<void> {
    const user = this.byName.get(account)?.jid;
    const added = await this.call('POST', '/faults', {
      match: { ...match, user },
      fault,
      ...(times === undefined ? {} : { times }),
    });
    this.faults.push((added as { readonly id: string }).id);
  }

  async clearFaults(): Promise<void> {
    for (const id of this.faults.splice(0)) await this.call('DELETE', `/faults/${id}`, undefined, [204, 404]);
  }

  /** What the emulator's journal says of the last such request. */
  async notesOn(method: string, target: string): Promise<readonly Note[]> {
    const path = redactedPath(target);
    const entries = (await this.call('GET', `/journal?kind=request&limit=${RECENT}`)) as JournalEntry[];
    const entry = entries.findLast(({ request }) => request?.method === method && request.path === path);
    return entry?.notes ?? [];
  }

  close(): Promise<void> {
    return this.clearFaults();
  }

  private async call(
    method: string,
    path: string,
    body?: object,
    expected: readonly number[] = [200, 201],
  ): Promise<unknown> {
    const exchanged = await this.http.exchange({
      method,
      url: `${this.accounts.settings.url}/_emulator${path}`,
      headers: body === undefined ? [] : [['Content-Type', 'application/json']],
      body: body === undefined ? undefined : JSON.stringify(body),
      ms: CALL,
    });
    if ('problem' in exchanged) throw new Error(`the emulator's control interface: ${exchanged.problem}`);
    const { status, body: answer } = exchanged.answer;
    if (!expected.includes(status))
      throw new Error(`${method} /_emulator${path} was answered with ${status}: ${answer}`);
    return answer === '' ? undefined : JSON.parse(answer);
  }
}

interface State {
  readonly accounts: readonly { readonly jid: string }[];
  readonly sessions: readonly { readonly jid: string }[];
}
