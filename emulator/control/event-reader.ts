import type { ServerResponse } from 'node:http';

/** How much a reader may leave unread before it is cut off, in bytes: it can come back, and go on where it was. */
const MAX_UNREAD = 1024 ** 2;

const HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store',
  'X-Accel-Buffering': 'no',
};

/** One who reads the events. */
export class EventReader {
  private lastLength = 0;
  private hasProgressed = true;

  /**
   * @param position - the id of the last entry that it knows
   * @param onDrain - called where it has read what it was told
   */
  constructor(
    private readonly response: ServerResponse,
    public position: number,
    onDrain: () => void,
  ) {
    response.writeHead(200, HEADERS);
    response.write('retry: 1000\n\n');
    response.on('drain', () => {
      this.hasProgressed = true;
      onDrain();
    });
  }

  /** Whether it can be told more without anything being kept for it. */
  get isReady(): boolean {
    return !this.response.writableNeedDrain;
  }

  /** Tells it something; one that has left too much unread is cut off. */
  tell(text: string): void {
    const { response } = this;
    if (response.writableLength > MAX_UNREAD + this.lastLength) return void response.destroy();
    this.lastLength = text.length;
    response.write(text);
  }

  /** Cuts it off where it has read nothing since this was last asked, though there was something to read. */
  cutIfStuck(): void {
    if (!this.isReady && !this.hasProgressed) this.response.destroy();
    this.hasProgressed = this.isReady;
  }

  end(): void {
    this.response.end();
  }
}
