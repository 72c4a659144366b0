interface RequestWithAnswer {
  /** Empty where the bytes were no request. */
  readonly method: string;
  /** Path and query, without the API key. */
  readonly path: string;
  /** Of the answer; there is none where that was withheld. */
  readonly status: number | null | undefined;
}

/** A request with its answer, as logs and error messages tell of it. */
export function requestLine({ method, path, status }: RequestWithAnswer): string {
  return `${method === '' ? 'no request' : `${method} ${path}`} → ${status ?? 'no answer'}`;
}
