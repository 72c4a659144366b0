import { Activity } from '../activity/activity.js';
import { opened } from '../activity/opened.js';
import { Details } from '../details/details.js';
import { FaultsView } from '../faults/faults-view.js';
import { useStore } from '../store.js';
import { UsersView } from '../users/users-view.js';
import { Header } from './header.js';
import { Tabs } from './tabs.js';
import { useIsWide } from './use-is-wide.js';
import { useShortcuts } from './use-shortcuts.js';
import { type View, view } from './view.js';

const ALL: readonly View[] = ['activity', 'users', 'faults'];
const BESIDE: readonly View[] = ['users', 'faults'];

/** Wide: the activity, and beside it the users, the faults or an entry's details. Narrow: one of them at a time. */
export function Page() {
  const isWide = useIsWide();
  const entry = useStore(opened);
  const chosen = useStore(view);
  useShortcuts();
  const beside = chosen === 'activity' ? 'users' : chosen;
  const isCovered = !isWide && entry !== undefined;
  const tabs = (
    <Tabs views={isWide ? BESIDE : ALL} chosen={isWide ? beside : chosen} onChoose={(to) => view.set(to)} />
  );
  const panel = (name: View, isShown: boolean) => ({
    id: `panel-${name}`,
    role: 'tabpanel' as const,
    'aria-labelledby': `tab-${name}`,
    hidden: !isShown,
  });
  const isUsers = isWide ? beside === 'users' : chosen === 'users';
  const isFaults = chosen === 'faults';
  return (
    <>
      <div class="frame" inert={isCovered}>
        <Header />
        {!isWide && tabs}
        <main class="main-view" hidden={!isWide && chosen !== 'activity'}>
          <div class="main-panel" {...(isWide ? {} : panel('activity', true))}>
            <h2 class="unseen">Activity</h2>
            <Activity />
          </div>
        </main>
        <div class="side" hidden={isWide ? entry !== undefined : chosen === 'activity'}>
          {isWide && tabs}
          <section class="scroll" {...panel('users', isUsers)}>
            {isUsers && entry === undefined && <UsersView />}
          </section>
          <section class="scroll" {...panel('faults', isFaults)}>
            <FaultsView />
          </section>
        </div>
        {isWide && entry !== undefined && <Details entry={entry} />}
      </div>
      {isCovered && <Details entry={entry} />}
    </>
  );
}
