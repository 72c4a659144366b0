import type { Effects } from '../event-stream.js';
import type { FullJid } from '../jid.js';

/** What a user is doing (XEP-0108), as the status endpoint takes it. */
export interface Activity {
  /** The general activity, such as `talking`. */
  readonly category: string;
  /** The specific one, such as `on_the_phone`. */
  readonly type: string | null;
  /** A text about it. */
  readonly text: string | null;
}

/**
 * The USER_STATUS command, with which a trusted component sets the presence of a user whose client is offline.
 * All values are texts, as Tigase hands them on.
 */
export interface UserStatusCommand {
  /** The bare JID of the component that asks. */
  readonly from: string;
  /** The user and the resource, spelled as they came: a session is known by this spelling. */
  readonly jid: FullJid;
  readonly available: boolean;
  readonly priority: string;
  readonly show: string | null;
  readonly status: string | null;
  readonly activity: Activity | null;
}

/** Why a USER_STATUS command failed. */
export type UserStatusRefusal = 'not-trusted' | 'domain-not-served' | 'illegal-local-part' | 'no-session';

export interface UserStatusResult {
  readonly success: boolean;
  /** What came of it: sessions' beginnings and ends, presence that was told. */
  readonly effects?: Effects | undefined;
  readonly refusal?: UserStatusRefusal | undefined;
  /** The full JID, spelled otherwise, of the session that had to make way. */
  readonly replaced?: string | undefined;
}
