import { type ConnectionState, connection } from '../live/connection.js';
import { health } from '../live/health.js';
import { useStore } from '../store.js';
import { ResetButton } from './reset-button.js';

const CONNECTION_WORDS: { readonly [state in ConnectionState]: string } = {
  connecting: 'connecting',
  live: 'live',
  reconnecting: 'reconnecting…',
};

/** Which Tigase this is, and whether what the page shows is what is. */
export function Header() {
  const about = useStore(health);
  const state = useStore(connection);
  return (
    <header class="head">
      <h1>Tigase emulator</h1>
      {about !== undefined && (
        <p class="about">
          release <strong>{about.release}</strong> <span class="faint">v{about.version}</span>
        </p>
      )}
      <p class={`connection connection-${state}`} role="status">
        {CONNECTION_WORDS[state]}
      </p>
      <ResetButton />
    </header>
  );
}
