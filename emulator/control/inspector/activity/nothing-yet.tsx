import { type Users, users } from '../live/users.js';
import { CopyButton } from '../page/copy-button.js';
import { useStore } from '../store.js';

/** What to do where nothing came yet. */
export function NothingYet() {
  const command = exampleFor(useStore(users));
  return (
    <div class="empty">
      <h2>Nothing came yet</h2>
      <p>Requests appear here as they come, with what they brought about. Try one in a terminal:</p>
      <pre class="code block">{command}</pre>
      <CopyButton text={command}>Copy</CopyButton>
    </div>
  );
}

function exampleFor({ domains, list }: Users): string {
  const known =
    list.find(({ jid }) => jid.startsWith('test@')) ?? list.find(({ account }) => account?.admin === false);
  const user = known?.jid ?? `test@${domains[0] ?? 'domain.com'}`;
  return `curl -H 'Content-Type: application/json' \\
  -d '{"available":"true","priority":"-1","show":"xa","status":"On the phone"}' \\
  '${location.origin}/rest/user/${user}/status?api-key=API_KEY'`;
}
