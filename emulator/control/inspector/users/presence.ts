import type { SessionState } from '../../../library/state.js';

/** What a chat client shows beside a contact (RFC 6121, section 4.7.2.1). */
export type PresenceKind = 'available' | 'chat' | 'away' | 'xa' | 'dnd' | 'offline';

const SHOWS: { readonly [show: string]: PresenceKind } = { chat: 'chat', away: 'away', xa: 'xa', dnd: 'dnd' };

export const PRESENCE_WORDS: { readonly [kind in PresenceKind]: string } = {
  available: 'available',
  chat: 'free to chat',
  away: 'away',
  xa: 'extended away',
  dnd: 'do not disturb',
  offline: 'offline',
};

type Shown = Pick<SessionState, 'available' | 'show'>;

export function presenceKind(session: Shown | undefined): PresenceKind {
  if (!session?.available) return 'offline';
  return SHOWS[session.show ?? ''] ?? 'available';
}

/** The show in words; one that XMPP does not know is quoted as it is. */
export function presenceWords(session: Shown | undefined): string {
  const kind = presenceKind(session);
  const isUnknown = kind === 'available' && session?.show;
  return isUnknown ? `available (show “${session.show}”)` : PRESENCE_WORDS[kind];
}

/** The session that a contact list shows for a user: of the available ones that of the highest priority, then the latest. */
export function foremost(sessions: readonly SessionState[]): SessionState | undefined {
  return sessions
    .filter(({ available }) => available)
    .reduce<SessionState | undefined>((best, one) => (best && isBefore(best, one) ? best : one), undefined);
}

function isBefore(one: SessionState, other: SessionState): boolean {
  const [a, b] = [numeric(one.priority), numeric(other.priority)];
  return a === b ? one.since >= other.since : a > b;
}

function numeric(priority: number | string): number {
  return typeof priority === 'number' ? priority : 0;
}
