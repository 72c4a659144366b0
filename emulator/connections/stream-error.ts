/** The conditions with which the emulator ends a stream (RFC 6120, section 4.9.3). */
export type StreamCondition =
  | 'bad-format'
  | 'conflict'
  | 'connection-timeout'
  | 'host-gone'
  | 'host-unknown'
  | 'improper-addressing'
  | 'internal-server-error'
  | 'invalid-namespace'
  | 'not-authorized'
  | 'not-well-formed'
  | 'policy-violation'
  | 'reset'
  | 'restricted-xml'
  | 'system-shutdown'
  | 'unsupported-encoding';

/** What came over a stream can't be gone on with: the stream ends with the condition, and the text is noted. */
export class StreamError extends Error {
  override readonly name = 'StreamError';

  constructor(
    readonly condition: StreamCondition,
    message: string,
  ) {
    super(message);
  }
}
