// npm run screenshots: the pictures of the inspector that the README shows, taken while a small story plays.
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { startEmulator } from 'tigase-emulator';

const to = (name) => fileURLToPath(new URL(name, import.meta.url));

const emulator = await startEmulator({ release: '8.3', websocketPort: 'off', xmppPort: 'off' });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});

const post = (user, body, type = 'application/json') =>
  fetch(`${emulator.url}/rest/user/${user}?api-key=API_KEY`, {
    method: 'POST',
    headers: { 'Content-Type': type },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

async function story() {
  emulator.contact('alice@domain.com/desk');
  emulator
    .contact('bob@domain.com/laptop')
    .send('<presence><show>away</show><status>Lunch</status></presence>');
  await post('test@domain.com/status', {
    available: 'true',
    priority: '-1',
    show: 'xa',
    status: 'On the phone',
  });
  await post(
    'test@domain.com/status/calendar',
    '<command><show>dnd</show><status>In a meeting</status></command>',
    'application/xml',
  );
  await post('test@domain.com/status', '{"show": "xa"');
  emulator.faults.add({ match: { user: 'test@domain.com' }, fault: { status: 503 }, times: 2 });
  emulator.faults.add({ match: { user: 'bob@domain.com' }, fault: { presence: 'drop' } });
  await post('test@domain.com/status', { available: 'false' });
  await post('bob@domain.com/status', { show: 'busy', priority: 5 });
}

async function open(look) {
  const context = await browser.newContext({ deviceScaleFactor: 1, ...look });
  const page = await context.newPage();
  await page.goto(`${emulator.url}/_emulator/`);
  await page.getByRole('status').getByText('live', { exact: true }).waitFor();
  return page;
}

const wide = { width: 1280, height: 720 };
const light = await open({ viewport: wide });
await story();
await light.getByRole('button').filter({ hasText: 'busy' }).first().waitFor();
await light.screenshot({ path: to('inspector.png') });
const dark = await open({ viewport: wide, colorScheme: 'dark' });
await dark.getByRole('button').filter({ hasText: 'busy' }).first().click();
await dark.getByRole('article', { name: 'Details' }).waitFor();
await dark.screenshot({ path: to('inspector-details.png') });
const narrow = await open({ viewport: { width: 390, height: 720 } });
await narrow.getByRole('tab', { name: 'Users' }).click();
await narrow.getByRole('list', { name: 'Users' }).waitFor();
await narrow.screenshot({ path: to('inspector-narrow.png') });
await browser.close();
await emulator.stop();
