import { connect } from 'node:net';
import { MAX_SCENARIO } from '../format/load-steps.js';
import { TargetError } from '../play/stage.js';
import type { Exchange } from './exchange.js';
import { type ProxyOptions, RecordingProxy, reasonOf } from './proxy.js';
import { type RecordingFile, unwritable } from './recording-file.js';
import { scenarioFrom } from './scenario-writer.js';

export interface RecordingOptions extends Pick<ProxyOptions, 'target' | 'host' | 'port'> {
  readonly file: RecordingFile;
  /** Takes lines for people. */
  readonly log: (line: string) => void;
}

/** Writing may take one part in so many of the time. */
const WRITING = 10;

/** A recording under way: a proxy, and the file that grows with each request that passes. */
export class Recording {
  private readonly proxy: RecordingProxy;
  private readonly exchanges: Exchange[] = [];
  private readonly startedAt = new Date();
  private timer: NodeJS.Timeout | undefined;
  private pausedUntil = 0;
  private isTooLarge = false;

  constructor(private readonly options: RecordingOptions) {
    this.proxy = new RecordingProxy({
      ...options,
      onExchange: (exchange, number) => this.keep(exchange, number),
      onFailure: options.log,
    });
  }

  /**
   * @throws {@link TargetError} where nothing listens at the target
   * @throws {@link ListenError} where the port can't be listened on
   */
  async start(): Promise<void> {
    await reach(this.options.target);
    await this.proxy.start();
  }

  /** Where applications send their requests. */
  get url(): string {
    const { host } = this.options;
    return `http://${host.includes(':') ? `[${host}]` : host}:${this.proxy.port}`;
  }

  /** Ends the proxy and writes the file. @returns how many requests it holds */
  async stop(): Promise<number> {
    await this.proxy.stop();
    clearTimeout(this.timer);
    return this.write();
  }

  private keep(exchange: Exchange, number: number): void {
    if (exchange.request.target.startsWith('/_emulator')) return; // no call of Tigase's
    this.exchanges[number] = exchange;
    const pause = Math.max(0, this.pausedUntil - performance.now());
    this.timer ??= setTimeout(() => this.writeMeanwhile(), pause);
  }

  /** However long the story, writing it again and again leaves time for the requests. */
  private writeMeanwhile(): void {
    this.timer = undefined;
    const started = performance.now();
    try {
      this.write();
    } catch (failure) {
      this.options.log(`${this.options.file.path} can't be written now: ${unwritable(failure)}`);
    }
    const ended = performance.now();
    this.pausedUntil = ended + (ended - started) * WRITING;
  }

  private write(): number {
    const { target, file, log } = this.options;
    const exchanges = Object.values(this.exchanges); // in the order in which the requests came
    const scenario = scenarioFrom(exchanges, {
      recordedAt: this.startedAt,
      target: target.href.replace(/\/$/, ''),
    });
    if (scenario === undefined) return 0;
    file.write(scenario.text);
    if (scenario.text.length > MAX_SCENARIO && !this.isTooLarge) {
      this.isTooLarge = true;
      log(
        `${file.path} is larger than a scenario may be: end this recording, and record the rest into another file`,
      );
    }
    return scenario.requests;
  }
}

/** How long it may take to reach the target, in milliseconds. */
const PATIENCE = 5000;

/** @throws {@link TargetError} where nothing listens there */
function reach(target: URL): Promise<void> {
  const port = Number(target.port) || (target.protocol === 'https:' ? 443 : 80);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: target.hostname.replace(/^\[|\]$/g, ''), port });
    const fail = (failure: NodeJS.ErrnoException) => {
      socket.destroy();
      reject(
        new TargetError(`${reasonOf(failure, target)}: start it first, or name another with --target URL`),
      );
    };
    socket.setTimeout(PATIENCE, () => fail(new Error(`it did not answer within ${PATIENCE} ms`)));
    socket.on('error', fail);
    socket.on('connect', () => {
      socket.destroy();
      resolve();
    });
  });
}
