import { z } from 'zod';
import { type Expected, expected, isExpected, mismatchInWords } from '../expected.js';
import { comparable } from '../jid.js';
import { takes } from '../options/exactly.js';
import { mustBeBareJid, readValue } from '../options/read-value.js';
import { readTimeout, type WaitOptions } from '../options/wait-options.js';
import type { SessionKind, SessionView } from '../session-manager/session.js';

/** What one of a user's sessions must be like; what is left out may be anything. */
export interface PresenceMatch {
  /** The resource, in whatever letter case. */
  readonly resource?: string | undefined;
  /** `external`: set by the status endpoint; `client`: of a connected XMPP client. */
  readonly kind?: SessionKind | undefined;
  /** Whether it is available; `true` unless given. */
  readonly available?: boolean | undefined;
  /** `show`: `chat`, `away`, `xa` or `dnd`, or what else was set; `null` for none. */
  readonly show?: Expected | undefined;
  /** The status text; `null` for none. */
  readonly status?: Expected | undefined;
  /** The priority. */
  readonly priority?: Expected | undefined;
}

const schema = takes<PresenceMatch>()(
  z.strictObject({
    resource: z.string().optional(),
    kind: z.enum(['external', 'client']).optional(),
    available: z.boolean().optional(),
    show: expected.optional(),
    status: expected.optional(),
    priority: expected.optional(),
  }),
);

/** What a user's presence must become. */
export interface PresenceExpectation {
  /** A bare JID. */
  readonly user: string;
  readonly match: PresenceMatch;
  /** Whether a session must match, or none. */
  readonly isWanted: boolean;
  /** How long that may take, in milliseconds. */
  readonly timeout: number;
}

/** @throws {@link UsageError} naming what is wrong with the user, the match or the options */
export function presenceExpectation(
  user: string,
  isWanted: boolean,
  match: PresenceMatch = {},
  options?: WaitOptions,
): PresenceExpectation {
  mustBeBareJid(user);
  readValue(schema, match);
  return { user, match, isWanted, timeout: readTimeout(options) };
}

/** Where a session is not as it must be, a line each; nothing where it will do. */
export function presenceMismatches(session: SessionView, match: PresenceMatch): string[] {
  const { available = true, ...rest } = match;
  return Object.entries({ available, ...rest }).flatMap(([name, wanted]) => {
    const field = name as keyof PresenceMatch;
    const found = session[field];
    if (wanted === undefined || isLike(field, found, wanted)) return [];
    return [mismatchInWords(field, wanted, found)];
  });
}

function isLike(field: keyof PresenceMatch, found: Found, wanted: Wanted): boolean {
  if (typeof wanted === 'boolean') return found === wanted;
  if (field === 'resource') return comparable(String(found)) === comparable(String(wanted));
  return isExpected(found === null ? null : String(found), wanted);
}

type Found = SessionView[keyof PresenceMatch];
type Wanted = NonNullable<PresenceMatch[keyof PresenceMatch]> | null;
