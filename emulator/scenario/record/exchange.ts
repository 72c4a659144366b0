/** Names and values, in order and as they were spelled. */
export type Headers = readonly (readonly [name: string, value: string])[];

/** A request and its answer, as they passed through the proxy. */
export interface Exchange {
  readonly request: {
    readonly method: string;
    /** The path and query, a character a byte. */
    readonly target: string;
    readonly headers: Headers;
    readonly body: Buffer;
  };
  readonly answer: {
    readonly status: number;
    readonly reason: string;
    readonly headers: Headers;
    readonly body: Buffer;
  };
}

/** The value of the first header of a name, whatever its letter case. */
export function headerOf(headers: Headers, wanted: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
}

/** Headers from Node's list of name, value, name, value. */
export function headersFrom(raw: readonly string[]): Headers {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as const] : []));
}
