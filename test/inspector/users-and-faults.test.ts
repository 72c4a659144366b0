import { expect, test } from 'vitest';
import { startEmulator } from '../../emulator/index.js';
import packageJson from '../../package.json' with { type: 'json' };
import { inspectorTests, presenceOf, rowOf, userOf } from './inspector-tests.js';

const { open, complaints } = inspectorTests();

test('users appear with their presence, as it changes', async () => {
  const { emulator, page, post } = await open();
  const user = userOf(page, 'test@domain.com');
  await presenceOf(page, 'test@domain.com').getByText('offline').waitFor();
  await post('test@domain.com/status/calendar', '{"show":"dnd","status":"In a meeting","priority":"-3"}');
  await user.getByText('do not disturb · In a meeting').waitFor();
  await user.getByText('external · do not disturb · priority -3').waitFor();
  await post('test@domain.com/status/calendar', '{"available":"false"}');
  await presenceOf(page, 'test@domain.com').getByText('offline').waitFor();
  const alice = emulator.contact('alice@domain.com/desk', { available: false });
  const row = userOf(page, 'alice@domain.com');
  await row.getByText('/desk').waitFor();
  alice.send('<presence><show>away</show></presence>');
  await row.getByText('client · away · priority 0').waitFor();
  alice.send('<message to="bob@domain.com" type="chat"><body>hello</body></message>');
  await userOf(page, 'bob@domain.com').getByText('1 message waits offline').waitFor();
});

test('users without an account are shown while they have a session', async () => {
  const { page, post } = await open();
  await post('stranger@domain.com/status', '{"show":"away"}');
  await userOf(page, 'stranger@domain.com').getByText('no account').waitFor();
  await post('stranger@domain.com/status', '{"available":"false"}');
  await userOf(page, 'stranger@domain.com').waitFor({ state: 'detached' });
});

test('rosters open, with subscription, groups and presence', async () => {
  const { emulator, page, post } = await open();
  const test = userOf(page, 'test@domain.com');
  await test.getByText('2 contacts').click();
  emulator.addAccount({ jid: 'carol@domain.com', password: 'carol' });
  emulator.addRosterItem('test@domain.com', {
    jid: 'carol@domain.com',
    name: 'Carol',
    subscription: 'to',
    groups: ['Team'],
  });
  const carol = test.getByRole('listitem').filter({ hasText: 'carol@domain.com' });
  await carol.getByText('to · the user sees the contact · Team').waitFor();
  await post('carol@domain.com/status', '{"show":"chat"}');
  await carol.getByText('free to chat').waitFor({ state: 'attached' });
});

test('a few hundred users are shown, and the others found by name', async () => {
  const accounts = Array.from({ length: 300 }, (_, index) => ({
    jid: `user${index}@domain.com`,
    password: 'x',
  }));
  const { page } = await open({ emulator: { accounts } });
  await page.getByText('and 100 more: find them by name').waitFor();
  await page.getByLabel('Find a user').fill('USER299');
  await userOf(page, 'user299@domain.com').waitFor();
  expect(await page.locator('[data-user]').count()).toBe(1);
});

test('release and version stand in the header', async () => {
  const { page } = await open({ emulator: { release: '8.4' } });
  await page.getByRole('banner').getByText(`release 8.4 v${packageJson.version}`).waitFor();
});

test('a reset wants to be confirmed, and empties the page', async () => {
  const { emulator, page, post } = await open();
  await post('test@domain.com/status', '{"show":"xa"}');
  await rowOf(page, 'xa').click();
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Reset…' }).click();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect(emulator.state().sessions).toHaveLength(1);
  await page.getByRole('button', { name: 'Reset…' }).click();
  await dialog.getByRole('button', { name: 'Reset' }).click();
  await page.getByText('Nothing came yet').waitFor();
  await presenceOf(page, 'test@domain.com').getByText('offline').waitFor();
  expect(emulator.state().sessions).toHaveLength(0);
});

test('a reset of one domain leaves the other as it is', async () => {
  const { page, post } = await open({ emulator: { domains: ['domain.com', 'example.org'] } });
  await post('one@domain.com/status', '{"status":"Here"}');
  await post('other@example.org/status', '{"status":"There"}');
  await rowOf(page, 'There').waitFor();
  await page.getByRole('button', { name: 'Reset…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').selectOption('example.org');
  await dialog.getByRole('button', { name: 'Reset' }).click();
  await rowOf(page, 'There').waitFor({ state: 'detached' });
  await userOf(page, 'other@example.org').waitFor({ state: 'detached' });
  await userOf(page, 'one@domain.com').getByText('available · Here').waitFor();
});

test('faults are added, served, and removed', async () => {
  const { emulator, page, post } = await open();
  await page.getByRole('tab', { name: 'Faults' }).click();
  const list = page.getByRole('list', { name: 'Faults' });
  await page.getByLabel('User', { exact: true }).fill('test@domain.com');
  await page.getByLabel('Times').fill('2');
  await page.getByRole('button', { name: 'Add fault' }).click();
  await list.getByText('status 503 · 2 times more').waitFor();
  expect((await post('test@domain.com/status', '{}')).status).toBe(503);
  await list.getByText('once more').waitFor();
  await page.getByRole('combobox', { name: 'What' }).selectOption('Make the change, lose the answer');
  await page.getByLabel('Times').fill('');
  await page.getByRole('button', { name: 'Add fault' }).click();
  await list.getByText('connection dropped, though the change is made · every time').waitFor();
  expect(emulator.faults.list()).toHaveLength(2);
  await page.getByRole('button', { name: 'Remove fault-1' }).click();
  await list.getByText('once more').waitFor({ state: 'detached' });
  emulator.faults.add({ fault: { delayMs: [1, 2] } });
  await list.getByText('answered after 1 to 2 ms').waitFor();
  await page.getByRole('button', { name: 'Remove all' }).click();
  await page.getByText('Everything works as it should.').waitFor();
  expect(emulator.faults.list()).toEqual([]);
});

test('each kind of fault is one that the emulator takes', async () => {
  const { emulator, page } = await open();
  await page.getByRole('tab', { name: 'Faults' }).click();
  const kinds = page.getByRole('combobox', { name: 'What' }).getByRole('option');
  const count = await kinds.count();
  const rows = page.getByRole('list', { name: 'Faults' }).getByRole('listitem');
  for (let index = 0; index < count; index += 1) {
    await page.getByRole('combobox', { name: 'What' }).selectOption({ index });
    await page.getByRole('button', { name: 'Add fault' }).click();
    await rows.nth(index).waitFor();
  }
  expect(emulator.faults.list()).toHaveLength(count);
});

test('what the emulator says against a fault stands beside the form', async () => {
  const { page } = await open();
  await page.getByRole('tab', { name: 'Faults' }).click();
  await page.getByLabel('User', { exact: true }).fill('nobody');
  await page.getByRole('button', { name: 'Add fault' }).click();
  await page.getByRole('alert').getByText('"nobody" is no bare JID').waitFor();
  // Chromium itself tells of every answer that refuses.
  expect(complaints.splice(0)).toEqual([expect.stringContaining('400 (Bad Request)')]);
});

test('a fault without a number is not added', async () => {
  const { emulator, page } = await open();
  await page.getByRole('tab', { name: 'Faults' }).click();
  await page.getByLabel('What').selectOption({ label: 'Delay the answer' });
  await page.getByLabel('Milliseconds').fill('');
  await page.getByRole('button', { name: 'Add fault' }).click();
  expect(await page.evaluate('document.activeElement.validationMessage')).toBe('Please fill out this field.');
  expect(emulator.faults.list()).toEqual([]);
  await page.getByLabel('Milliseconds').fill('5');
  await page.getByRole('button', { name: 'Add fault' }).click();
  await page.getByText('answered after 5 ms').waitFor();
});

test('says when the emulator is gone, and goes on with the next one', async () => {
  const { emulator, page, post } = await open();
  await post('test@domain.com/status', '{"status":"Before"}');
  await rowOf(page, 'Before').click();
  await page.getByRole('checkbox', { name: /for a scenario$/ }).check();
  const port = emulator.httpPort ?? 0;
  await emulator.stop();
  await page.getByText('reconnecting…').waitFor();
  await using next = await startEmulator({ port, websocketPort: 'off', xmppPort: 'off' });
  for (const resource of ['a', 'b', 'after']) next.contact(`alice@domain.com/${resource}`);
  await rowOf(page, 'alice@domain.com/after').waitFor();
  await rowOf(page, 'Before').waitFor({ state: 'detached' });
  await page.getByRole('article', { name: 'Details' }).waitFor({ state: 'detached' });
  expect(await page.getByText('1 selected').count()).toBe(0);
  await page.close();
  complaints.splice(0); // refused connections, which Chromium tells of
});
