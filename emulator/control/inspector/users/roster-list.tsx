import { useState } from 'preact/hooks';
import type { RosterItem, Subscription } from '../../../session-manager/roster.js';
import { userOf, users } from '../live/users.js';
import { PresenceIcon } from '../page/icons.js';
import { useStore } from '../store.js';
import { foremost, PRESENCE_WORDS, presenceKind } from './presence.js';

/** What a subscription means for the user whose roster it is (RFC 6121, section 2.1.2.5). */
const SUBSCRIPTION_WORDS: { readonly [subscription in Subscription]: string } = {
  both: 'see each other',
  to: 'the user sees the contact',
  from: 'the contact sees the user',
  none: 'see nothing of each other',
};

interface Props {
  readonly roster: readonly RosterItem[];
}

/** A user's contacts, which can be opened. */
export function RosterList({ roster }: Props) {
  const [isOpen, setOpen] = useState(false);
  if (roster.length === 0) return <p class="faint small">no contacts</p>;
  return (
    <details class="roster" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{roster.length === 1 ? '1 contact' : `${roster.length} contacts`}</summary>
      {isOpen && <Contacts roster={roster} />}
    </details>
  );
}

/** The contacts with their presence; only where they are looked at does everybody's presence matter. */
function Contacts({ roster }: Props) {
  const all = useStore(users);
  return (
    <ul>
      {roster.map(({ jid, name, subscription, ask, groups }) => {
        const kind = presenceKind(foremost(userOf(all, jid)?.sessions ?? []));
        return (
          <li key={jid}>
            <PresenceIcon kind={kind} />
            <div>
              <span class="jid">{name ?? jid}</span>
              {name !== null && <span class="faint"> {jid}</span>}
              <span class="unseen"> {PRESENCE_WORDS[kind]}</span>
              <p class="faint small">
                <span class="code">{subscription}</span> · {SUBSCRIPTION_WORDS[subscription]}
                {ask !== null && ' · asked to subscribe'}
                {groups.length > 0 && ` · ${groups.join(', ')}`}
              </p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
