/**
 * Why a session ended: it was `removed` through the endpoint, another took its resource (`replaced`), its client
 * left (`closed`), its account or its domain was removed, the state was put back (`reset`), or the server stopped.
 */
export type SessionEnd =
  | 'removed'
  | 'replaced'
  | 'closed'
  | 'account-removed'
  | 'domain-removed'
  | 'reset'
  | 'stopped';

/** How the end of a session is told to its client: the stream error's condition (RFC 6120, section 4.9.3), and why. */
export const streamEnds = {
  closed: { condition: 'system-shutdown', reason: 'The session is over' },
  'account-removed': { condition: 'not-authorized', reason: 'The account was removed' },
  'domain-removed': { condition: 'host-gone', reason: 'The domain was removed' },
  removed: { condition: 'conflict', reason: 'The session was removed' },
  reset: { condition: 'reset', reason: 'The emulator was reset' },
  stopped: { condition: 'system-shutdown', reason: 'The emulator stops' },
  replaced: { condition: 'conflict', reason: 'Another session took the resource' },
} as const satisfies {
  readonly [end in SessionEnd]: { readonly condition: string; readonly reason: string };
};
