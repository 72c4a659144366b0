import { type IncomingMessage, request } from 'node:http';
import { onTestFinished } from 'vitest';

/** One event of a stream: what its fields hold. */
export interface ServerSentEvent {
  readonly id?: string;
  /** `message` where the stream names none. */
  readonly event: string;
  readonly data: unknown;
}

/** A reader of the events that an emulator tells over HTTP. */
export interface EventReader {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly events: readonly ServerSentEvent[];
  /** Resolves as soon as the events are so. */
  until(isSo: (events: readonly ServerSentEvent[]) => boolean): Promise<readonly ServerSentEvent[]>;
  /** Resolves when the stream is over. */
  readonly ended: Promise<void>;
  /** Reads nothing any more, or goes on. */
  readonly response: IncomingMessage;
  close(): void;
}

export async function readEvents(
  { url }: { readonly url: string },
  lastEventId?: string,
): Promise<EventReader> {
  const asked = request(`${url}/_emulator/events`, {
    headers: lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId },
  });
  onTestFinished(() => void asked.destroy());
  asked.end();
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    asked.once('response', resolve);
    asked.once('error', reject);
  });
  asked.on('error', () => {});
  const events: ServerSentEvent[] = [];
  const watchers = new Set<() => void>();
  let text = '';
  response.setEncoding('utf8');
  response.on('data', (piece: string) => {
    text += piece;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      events.push(...eventIn(text.slice(0, end)));
      text = text.slice(end + 2);
    }
    for (const watcher of watchers) watcher();
  });
  const ended = new Promise<void>((resolve) => {
    response.once('close', resolve);
    response.on('error', () => resolve());
  });
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    events,
    response,
    ended,
    close: () => void asked.destroy(),
    until: (isSo) =>
      new Promise((resolve) => {
        const watcher = () => {
          if (!isSo(events)) return;
          watchers.delete(watcher);
          resolve(events);
        };
        watchers.add(watcher);
        watcher();
      }),
  };
}

/** Comments, and what says how to come back, are none. */
function eventIn(block: string): ServerSentEvent[] {
  const fields = new Map(
    block.split('\n').map((line) => {
      const [, name = '', value = ''] = /^([^:]*): ?(.*)$/.exec(line) ?? [];
      return [name, value];
    }),
  );
  const data = fields.get('data');
  if (data === undefined) return [];
  const id = fields.get('id');
  return [
    { ...(id === undefined ? {} : { id }), event: fields.get('event') ?? 'message', data: JSON.parse(data) },
  ];
}
