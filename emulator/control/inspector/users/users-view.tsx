import { useState } from 'preact/hooks';
import { users } from '../live/users.js';
import { useStore } from '../store.js';
import { UserItem } from './user-item.js';

/** How many users are shown at once: nobody reads more, and there can be 100,000. */
const MOST = 200;

/** The users as a chat client lists contacts. */
export function UsersView() {
  const all = useStore(users);
  const [text, setText] = useState('');
  const [isOnline, setOnline] = useState(false);
  const wanted = text.trim().toLowerCase();
  const found = all.list.filter(
    ({ jid, sessions }) =>
      jid.toLowerCase().includes(wanted) && (!isOnline || sessions.some(({ available }) => available)),
  );
  return (
    <>
      <search class="bar">
        <input
          type="search"
          class="bar-search"
          placeholder="Find a user"
          aria-label="Find a user"
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        <label class="check">
          <input type="checkbox" checked={isOnline} onChange={() => setOnline(!isOnline)} />
          Online only
        </label>
      </search>
      <ul class="users" aria-label="Users">
        {found.slice(0, MOST).map((user) => (
          <UserItem key={user.jid} user={user} />
        ))}
      </ul>
      {found.length > MOST && (
        <p class="more faint">and {(found.length - MOST).toLocaleString('en')} more: find them by name</p>
      )}
      {found.length === 0 && (
        <p class="empty">{all.list.length === 0 ? 'There are no users.' : 'Nobody fits.'}</p>
      )}
    </>
  );
}
