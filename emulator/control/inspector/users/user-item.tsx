import type { SessionState } from '../../../library/state.js';
import type { User } from '../live/users.js';
import { memo } from '../memo.js';
import { PresenceIcon } from '../page/icons.js';
import { foremost, presenceKind, presenceWords } from './presence.js';
import { RosterList } from './roster-list.js';

interface Props {
  readonly user: User;
}

/** A user as a contact list shows one: how they are, in sign and words; then from where. */
export const UserItem = memo(({ user }: Props) => {
  const { jid, account, sessions } = user;
  const shown = foremost(sessions);
  const waiting = account?.offlineMessages ?? 0;
  return (
    <li class="user" data-user={jid}>
      <PresenceIcon kind={presenceKind(shown)} />
      <div class="user-about">
        <p class="user-name">
          <span class="jid">{jid}</span>
          {account === undefined && <span class="tag">no account</span>}
          {account?.admin && <span class="tag">admin</span>}
        </p>
        <p class="user-presence">
          {presenceWords(shown)}
          {shown?.status && <span class="status-text"> · {shown.status}</span>}
        </p>
        {waiting > 0 && (
          <p class="faint small">{waiting === 1 ? '1 message waits' : `${waiting} messages wait`} offline</p>
        )}
        {sessions.length > 0 && (
          <ul class="sessions">
            {sessions.map((session) => (
              <SessionItem key={session.jid} session={session} />
            ))}
          </ul>
        )}
        {account !== undefined && <RosterList roster={account.roster} />}
      </div>
    </li>
  );
});

function SessionItem({ session }: { readonly session: SessionState }) {
  const { jid, kind, priority, activity } = session;
  return (
    <li>
      <span class="code">/{jid.slice(jid.indexOf('/') + 1)}</span>
      <span class="faint">
        {kind} · {presenceWords(session)} · priority {priority}
        {activity && ` · ${[activity.category, activity.type, activity.text].filter(Boolean).join(' ')}`}
      </span>
    </li>
  );
}
