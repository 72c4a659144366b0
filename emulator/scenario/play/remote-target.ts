import { randomBytes } from 'node:crypto';
import { parseJid } from '../../jid.js';
import type { ReleaseName } from '../../release.js';
import { actionsOf } from '../actions.js';
import type { Scenario } from '../scenario.js';
import { HttpClient } from './http-exchange.js';
import { RemoteAccounts } from './remote-accounts.js';
import type { RemoteSettings } from './remote-settings.js';
import { type RemoteServer, RemoteStage } from './remote-stage.js';
import { type Stage, type Target, TargetError } from './stage.js';

/** The domain of a target that does not tell. */
const DOMAIN = 'domain.com';

/** How long the target's first answer may take, in milliseconds. */
const FIRST_ANSWER = 10_000;

/** A server in another process: a real Tigase or an emulator. It keeps nothing of the run. */
export class RemoteTarget implements Target, RemoteServer {
  /** Part of the names of all that this run makes. */
  private readonly mark = randomBytes(3).toString('hex');
  readonly limits = { answer: 5000, receive: 5000 };
  private opened = 0;

  private constructor(
    private readonly settings: RemoteSettings,
    private readonly http: HttpClient,
    readonly kind: 'emulator' | 'server',
    readonly release: string | undefined,
    private readonly domain: string,
  ) {}

  /** @throws {@link TargetError} where it can't be reached */
  static async reach(settings: RemoteSettings, named: ReleaseName | undefined): Promise<RemoteTarget> {
    const http = new HttpClient();
    const get = async (path: string) => {
      const url = `${settings.url}/_emulator${path}`;
      const exchanged = await http.exchange({
        method: 'GET',
        url,
        headers: [],
        body: undefined,
        ms: FIRST_ANSWER,
      });
      if ('problem' in exchanged)
        throw new TargetError(`--target ${settings.url} can't be reached: ${exchanged.problem}`);
      return exchanged.answer.status === 200 ? parsed(exchanged.answer.body) : undefined;
    };
    try {
      const health = (await get('/health')) as { readonly release?: string } | undefined;
      const state =
        health === undefined ? undefined : ((await get('/state')) as { readonly domains?: string[] });
      const kind = health === undefined ? 'server' : 'emulator';
      const admin = settings.auth?.replace(/:.*$/s, '');
      const domain =
        (admin === undefined ? undefined : parseJid(admin)?.domain) ?? state?.domains?.[0] ?? DOMAIN;
      const target = new RemoteTarget(settings, http, kind, named ?? health?.release, domain);
      await target.mustLetIn();
      return target;
    } catch (failure) {
      http.close();
      throw failure;
    }
  }

  /** @throws {@link TargetError} where key or credentials are refused, before each scenario fails of it */
  private async mustLetIn(): Promise<void> {
    const accounts = this.accounts();
    const problem = await accounts.call(
      'GET',
      `/rest/user/nobody-${this.mark}@${this.domain}`,
      undefined,
      [200, 404],
    );
    if (problem !== undefined && /answered with 40[13]/.test(problem))
      throw new TargetError(`--target ${this.url} does not let the run in: ${problem}`);
  }

  private accounts(): RemoteAccounts {
    const mark = `${this.mark}-${this.opened}`;
    return new RemoteAccounts(this.settings, this.http, { domain: this.domain, mark });
  }

  get url(): string {
    return this.settings.url;
  }

  refusal(scenario: Scenario): string | undefined {
    const { releases, release, given, steps, finally: last } = scenario;
    if (Object.keys(given.emulator).length > 0)
      return 'it needs an emulator configured for it, as only the embedded one is';
    const faulty = actionsOf([...steps, ...last]).some(({ verb }) => verb === 'misbehaves');
    if (faulty && this.kind === 'server') return 'a real server does not misbehave on request';
    const wanted = release === undefined ? releases : [release];
    if (wanted === undefined || wanted.some((name) => name === this.release)) return undefined;
    const known = this.release === undefined ? 'not known: say it with --release' : this.release;
    return `it is about ${wanted.join(', ')}, and the target's release is ${known}`;
  }

  async open(scenario: Scenario): Promise<Stage> {
    this.opened += 1;
    return RemoteStage.open(scenario, this.accounts(), this, this.http);
  }

  async close(): Promise<void> {
    this.http.close();
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
