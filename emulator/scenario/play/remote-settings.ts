/** Where a server in another process is, and how it lets a run in. */
export interface RemoteSettings {
  /** Without a slash at its end. */
  readonly url: string;
  readonly websocket: string;
  readonly apiKey: string;
  /** `user:password` of an admin. */
  readonly auth: string | undefined;
}
