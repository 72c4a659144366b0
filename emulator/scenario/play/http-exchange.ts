import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { PlayedAnswer } from '../result.js';

export interface OutgoingRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | undefined;
  /** How long the whole answer may take, in milliseconds. */
  readonly ms: number;
}

export type Exchanged =
  | { readonly answer: PlayedAnswer; readonly ms: number }
  | (NoAnswer & { readonly ms: number });

interface NoAnswer {
  /** Why there is none, in a clause. */
  readonly problem: string;
  /** Whether the server took the request and said nothing to it, rather than half an answer or that it is not there. */
  readonly isSilence: boolean;
}

/** Sends requests over connections that it keeps open, until it is closed. */
export class HttpClient {
  private readonly http = new HttpAgent({ keepAlive: true });
  private readonly ongoing = new Set<(problem: string) => void>();
  private readonly https = new HttpsAgent({ keepAlive: true });

  async exchange(outgoing: OutgoingRequest): Promise<Exchanged> {
    const startedAt = performance.now();
    const result = await this.attempt(outgoing);
    const ms = performance.now() - startedAt;
    return 'problem' in result ? { ...result, ms } : { answer: result, ms };
  }

  /** Ends what is going on without an answer. */
  abort(problem: string): void {
    for (const end of this.ongoing) end(problem);
  }

  close(): void {
    this.http.destroy();
    this.https.destroy();
  }

  private attempt({ method, url, headers, body, ms }: OutgoingRequest): Promise<PlayedAnswer | NoAnswer> {
    return new Promise((resolve) => {
      let begun: IncomingMessage | undefined;
      const parsed = new URL(url);
      const secure = parsed.protocol === 'https:';
      const payload = body === undefined ? undefined : Buffer.from(body);
      const length = payload?.length ?? (method === 'POST' || method === 'PUT' ? 0 : undefined);
      const outgoing = (secure ? httpsRequest : httpRequest)(
        {
          method,
          host: parsed.hostname.replace(/^\[|\]$/g, ''),
          port: parsed.port,
          path: url.slice(parsed.origin.length) || '/', // as it is written, not as a URL would spell it
          agent: secure ? this.https : this.http,
          headers: [
            ...withoutHost(headers, parsed.host),
            ...(length === undefined ? [] : ['Content-Length', String(length)]),
          ],
        },
        (incoming) => {
          begun = incoming;
          read(incoming).then((answer) => done(answer), fail);
        },
      );
      const timer = setTimeout(() => {
        const problem =
          begun === undefined ? `no answer came within ${ms} ms` : `the answer did not end within ${ms} ms`;
        done({ problem, isSilence: begun === undefined });
        outgoing.destroy();
      }, ms);
      const done = (result: PlayedAnswer | NoAnswer) => {
        clearTimeout(timer);
        this.ongoing.delete(cancel);
        resolve(result);
      };
      const cancel = (problem: string) => {
        done({ problem, isSilence: false });
        outgoing.destroy();
      };
      this.ongoing.add(cancel);
      const fail = (failure: NodeJS.ErrnoException) => done(begun === undefined ? problemOf(failure) : CUT);
      outgoing.on('error', fail);
      outgoing.end(payload);
    });
  }
}

function withoutHost(headers: OutgoingRequest['headers'], host: string): string[] {
  const named = headers.some(([name]) => name.toLowerCase() === 'host');
  return [...(named ? [] : ['Host', host]), ...headers.flat()];
}

async function read(incoming: IncomingMessage): Promise<PlayedAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const { rawHeaders, statusCode = 0, statusMessage = '' } = incoming;
  const headers: (readonly [string, string])[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2)
    headers.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  return { status: statusCode, reason: statusMessage, headers, body: Buffer.concat(chunks).toString('utf8') };
}

const CUT: NoAnswer = {
  problem: 'the connection was closed in the middle of the answer',
  isSilence: false,
};

function problemOf({ code, message }: NodeJS.ErrnoException): NoAnswer {
  if (code === 'ECONNRESET' || message === 'aborted')
    return { problem: 'the connection was closed without an answer', isSilence: true };
  return { problem: code === 'ECONNREFUSED' ? 'nothing listens there' : message, isSilence: false };
}
