/** An answer as it came over the socket. */
export interface RawAnswer {
  readonly status: number;
  readonly reason: string;
  /** In order, with `Date`. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The body, its chunks joined; what there is of it where it was cut short. */
  readonly body: Buffer;
  /** What came at once after the end of the answer, where nothing should. */
  readonly surplus: Buffer;
}

type State = 'head' | 'chunk size' | 'chunk' | 'trailer' | 'length' | 'until closed' | 'whole' | 'broken';

/**
 * Reads an HTTP/1 answer (RFC 9112) byte for byte as it comes, and passes over interim ones (100 Continue). Each byte
 * is looked at about once, however the answer is cut into pieces.
 */
export class AnswerReader {
  private state: State = 'head';
  private pending: Buffer = Buffer.alloc(0);
  private head: Pick<RawAnswer, 'status' | 'reason' | 'headers'> | undefined;
  private readonly body: Buffer[] = [];
  /** How much of the body, or of a chunk with its line end, is still to come. */
  private left = 0;

  constructor(private readonly method: string) {}

  /** Takes what came, and tells whether the answer has ended. */
  push(bytes: Buffer): boolean {
    this.pending = this.pending.length === 0 ? bytes : Buffer.concat([this.pending, bytes]);
    while (this.advance()) {}
    return this.state === 'whole' || this.state === 'broken';
  }

  /** What was read, once there is a head. */
  get answer(): RawAnswer | undefined {
    const surplus = this.state === 'whole' ? this.pending : Buffer.alloc(0);
    return this.head && { ...this.head, body: Buffer.concat(this.body), surplus };
  }

  /** What is wrong with the answer if nothing comes any more. */
  get problem(): string | undefined {
    switch (this.state) {
      case 'whole':
      case 'until closed':
        return undefined;
      case 'head':
        return this.pending.length === 0
          ? 'the connection closed without an answer'
          : `what came is no whole head of an HTTP answer: ${quoted(this.pending)}`;
      case 'length':
        return `the body ended ${this.left} bytes short of its Content-Length`;
      case 'broken':
        return `what came is no HTTP answer: ${quoted(this.pending)}`;
      default:
        return 'the body ended before its last chunk';
    }
  }

  /** Takes one thing from what is pending; `false` where it is not all there yet. */
  private advance(): boolean {
    switch (this.state) {
      case 'head':
        return this.readHead();
      case 'chunk size':
        return this.readChunkSize();
      case 'chunk':
        return this.readChunk();
      case 'trailer':
        return this.readTrailer();
      case 'length':
        this.left -= this.take(this.left);
        if (this.left === 0) this.state = 'whole';
        return false;
      case 'until closed':
        this.take(this.pending.length);
        return false;
      default:
        return false;
    }
  }

  private readHead(): boolean {
    const end = this.pending.indexOf('\r\n\r\n');
    if (end < 0) return false;
    const [first = '', ...lines] = this.pending.subarray(0, end).toString('latin1').split('\r\n');
    const [, code, reason = ''] = /^HTTP\/\d\.\d (\d{3})(?: (.*))?$/.exec(first) ?? [];
    if (code === undefined) return this.enter('broken');
    this.pending = this.pending.subarray(end + 4);
    const status = Number(code);
    if (status < 200) return true;
    const headers = lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
    });
    this.head = { status, reason, headers };
    this.state = this.framing(status, headers);
    return true;
  }

  private framing(status: number, headers: RawAnswer['headers']): State {
    const header = (wanted: string) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
    if (this.method === 'HEAD' || status === 204 || status === 304) return 'whole';
    if (header('transfer-encoding')?.toLowerCase() === 'chunked') return 'chunk size';
    const length = header('content-length');
    if (length === undefined || !/^\d+$/.test(length)) return 'until closed';
    this.left = Number(length);
    return 'length';
  }

  private readChunkSize(): boolean {
    const end = this.pending.indexOf('\r\n');
    if (end < 0) return false;
    const size = Number.parseInt(this.pending.subarray(0, end).toString('latin1'), 16);
    if (!(size >= 0)) return this.enter('broken');
    if (size === 0) {
      this.pending = this.pending.subarray(end); // so that an empty trailer ends with two line ends, as any does
      return this.enter('trailer');
    }
    this.pending = this.pending.subarray(end + 2);
    this.left = size;
    return this.enter('chunk');
  }

  private readChunk(): boolean {
    this.left -= this.take(this.left);
    if (this.left > 0 || this.pending.length < 2) return false;
    this.pending = this.pending.subarray(2);
    return this.enter('chunk size');
  }

  private readTrailer(): boolean {
    const end = this.pending.indexOf('\r\n\r\n');
    if (end < 0) return false;
    this.pending = this.pending.subarray(end + 4);
    return this.enter('whole');
  }

  private enter(next: State): boolean {
    this.state = next;
    return next !== 'whole' && next !== 'broken';
  }

  /** Moves up to so many bytes to the body, and tells how many there were. */
  private take(count: number): number {
    const piece = this.pending.subarray(0, count);
    if (piece.length > 0) this.body.push(piece);
    this.pending = this.pending.subarray(piece.length);
    return piece.length;
  }
}

function quoted(bytes: Buffer): string {
  const text = JSON.stringify(bytes.subarray(0, 100).toString('latin1'));
  return bytes.length > 100 ? `${text}…` : text;
}
