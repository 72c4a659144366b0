import { z } from 'zod';
import type { AccountState, SessionState, State } from '../../library/state.js';
import { exactly } from '../../options/exactly.js';
import { releaseNames } from '../../release.js';
import type { RosterItem } from '../../session-manager/roster.js';
import type { SessionView } from '../../session-manager/session.js';
import type { Activity } from '../../session-manager/user-status.js';

export const rosterItem = exactly<RosterItem>()(
  z
    .strictObject({
      jid: z.string().describe('bare JID of the contact'),
      name: z.string().nullable(),
      subscription: z.enum(['none', 'to', 'from', 'both']),
      ask: z.literal('subscribe').nullable(),
      groups: z.array(z.string()),
    })
    .describe('A contact on a roster (RFC 6121, section 2).'),
);

const activity = exactly<Activity>()(
  z.strictObject({ category: z.string(), type: z.string().nullable(), text: z.string().nullable() }),
);

const sessionShape = {
  jid: z.string().describe('full JID'),
  kind: z
    .enum(['external', 'client'])
    .describe('external: set by the status endpoint; client: of a connected XMPP client'),
  available: z.boolean(),
  priority: z.union([z.int(), z.string()]).describe('an integer, or the text as it was set where it is none'),
  show: z.string().nullable(),
  status: z.string().nullable(),
  activity: activity.nullable(),
  since: z.string().meta({ format: 'date-time' }),
};

export const sessionState = exactly<SessionState>()(
  z.strictObject(sessionShape).describe('A session; its JID says the resource.'),
);

export const session = exactly<SessionView>()(
  z.strictObject({ ...sessionShape, resource: z.string() }).describe('A session of a user.'),
);

export const accountState = exactly<AccountState>()(
  z.strictObject({
    jid: z.string().describe('bare JID'),
    admin: z.boolean(),
    roster: z.array(rosterItem),
    offlineMessages: z.int().min(0).describe('how many messages wait'),
  }),
);

export const state = exactly<State>()(
  z.strictObject({
    release: z.enum(releaseNames),
    domains: z.array(z.string()),
    accounts: z.array(accountState),
    sessions: z.array(sessionState),
  }),
);
