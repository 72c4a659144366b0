import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { inspectorTests, rowOf, rowsAnswered, userOf } from './inspector-tests.js';

const { complaints, open } = inspectorTests();

const PHONE = '{"available":"true","priority":"-1","show":"xa","status":"On the phone"}';

test('details show request, answer, and who got which stanza', async () => {
  const { page, post } = await open({ before: (emulator) => emulator.contact('alice@domain.com/desk') });
  await post('test@domain.com/status', PHONE);
  await rowOf(page, 'xa · On the phone').click();
  const details = page.getByRole('article', { name: 'Details' });
  const text = await details.innerText();
  expect(text).toContain('POST /rest/user/test@domain.com/status?api-key=…');
  expect(text).toContain('  "status": "On the phone"');
  expect(text).toContain('"success": true');
  expect(text).toContain('session opened: test@domain.com/tigase-external');
  await details.getByText('to alice@domain.com/desk').click();
  await details.getByText('<show>xa</show>').waitFor();
  await details.getByLabel('Exactly as sent').first().check();
  await details.getByText(PHONE, { exact: true }).waitFor();
});

test('a presence that a fault lost stands beside the contact who should have got it', async () => {
  const { emulator, page, post } = await open({ before: (one) => one.contact('alice@domain.com/desk') });
  emulator.faults.add({ fault: { presence: 'drop' }, times: 1 });
  await post('test@domain.com/status', PHONE);
  await page.getByLabel('Stanzas').check();
  await rowOf(page, 'should get presence · xa').waitFor();
  await rowOf(page, '-1').filter({ hasText: 'xa · On the phone' }).click();
  const details = page.getByRole('article', { name: 'Details' });
  const lost = details.getByRole('listitem').filter({ hasText: 'to alice@domain.com/desk' });
  await lost.getByText('fault-1: it is lost on its way').waitFor();
});

test('a stanza says what brought it about, and leads there', async () => {
  const { page, post } = await open({ before: (emulator) => emulator.contact('alice@domain.com') });
  await page.getByLabel('Stanzas').check();
  await post('test@domain.com/status', PHONE);
  await rowOf(page, 'got presence · xa').click();
  const details = page.getByRole('article', { name: 'Details' });
  await details.getByRole('button', { name: 'test@domain.com xa · On the phone' }).click();
  await details.getByRole('button', { name: 'Copy as curl' }).waitFor();
});

test('notes stand in plain words with their severity, and mark the place in the body', async () => {
  const { page, post } = await open();
  await post('test@domain.com/status', '{"show": "busy" "priority": 5}');
  await rowsAnswered(page, 500).click();
  const details = page.getByRole('article', { name: 'Details' });
  const note = details.getByRole('listitem').filter({ hasText: 'json-syntax' });
  expect(await note.innerText()).toMatch(/^JSON: expected .+\n+error json-syntax · line 1, column 17$/);
  expect(await details.locator('mark').innerText()).toBe('"');
});

test('no place is marked in a body whose secrets were taken out: it is not where it was', async () => {
  const { page, post } = await open();
  await post('test@domain.com/status', '{"password": "hidden" "priority": 5}');
  await rowsAnswered(page, 500).click();
  const details = page.getByRole('article', { name: 'Details' });
  await details.getByText('{"password…', { exact: true }).waitFor();
  await details.getByText('line 1, column 23', { exact: false }).first().waitFor();
  expect(await details.locator('mark').count()).toBe(0);
});

test('what comes late joins the details that are open', async () => {
  const { emulator, page, post } = await open({ before: (there) => there.contact('alice@domain.com') });
  emulator.faults.add({ fault: { presence: { delayMs: 300 } } });
  await post('test@domain.com/status', PHONE);
  await rowOf(page, 'xa · On the phone').click();
  const details = page.getByRole('article', { name: 'Details' });
  await details.getByText('to alice@domain.com').waitFor();
});

test('of a body that is kept in part there is no command and no scenario', async () => {
  const { page, post } = await open();
  await post('test@domain.com/status', JSON.stringify({ show: 'dnd', status: 'x'.repeat(70_000) }));
  await rowOf(page, 'dnd').click();
  expect(await page.getByRole('button', { name: 'Copy as curl' }).isDisabled()).toBe(true);
  await page.getByText('there is no command that sends it').waitFor();
  await page.getByRole('checkbox', { name: /for a scenario$/ }).check();
  await page.getByRole('button', { name: 'Save as scenario' }).click();
  await page.getByRole('alert').getByText('in part, since it is long: record it').waitFor();
  expect(complaints.splice(0)).toEqual([expect.stringContaining('400 (Bad Request)')]);
});

test('markup in data is text', async () => {
  const { page, post } = await open({ before: (emulator) => emulator.contact('alice@domain.com') });
  const markup = '<img src=x onerror=alert(1)><b>bold</b>';
  await post('test@domain.com/status', JSON.stringify({ show: '<i>', status: markup }));
  await userOf(page, 'test@domain.com').getByText(markup).waitFor();
  await rowOf(page, markup).click();
  const details = page.getByRole('article', { name: 'Details' });
  await details.getByText('to alice@domain.com').click();
  await details.getByText(markup).first().waitFor();
  expect(await page.locator('img, b, i').count()).toBe(0);
});

test('copies a request as a curl command, which sends it again', async () => {
  const { emulator, page, post } = await open({
    context: { permissions: ['clipboard-read', 'clipboard-write'] },
  });
  const body = `{"status":"It's $HOME \\"quoted\\" \`here\`"}`;
  await post('test@domain.com/status', body);
  await rowOf(page, "It's $HOME").click();
  await page.getByRole('button', { name: 'Copy as curl' }).click();
  await page.getByText('Copied').waitFor();
  const command = (await page.evaluate('navigator.clipboard.readText()')) as string;
  expect(command).toContain('api-key=\'"$API_KEY"');
  const { stdout } = await promisify(execFile)('sh', ['-c', command], {
    env: { ...process.env, API_KEY: 'API_KEY' },
  });
  expect(stdout).toMatch(/^HTTP\/1\.1 200/);
  const [first, again] = emulator.journal.entries({ kind: 'request' });
  expect(again?.request?.body).toBe(body);
  expect(again?.request?.path).toBe(first?.request?.path);
  expect(again?.request?.headers['content-type']).toBe('application/json');
});

test('shows the command where the browser lets nothing be copied', async () => {
  const { page, post } = await open();
  await page.evaluate('Object.defineProperty(navigator, "clipboard", { value: undefined })');
  await post('test@domain.com/status', PHONE);
  await rowOf(page, 'xa').click();
  await page.getByRole('button', { name: 'Copy as curl' }).click();
  expect(await page.getByLabel('The text to copy').inputValue()).toContain('curl -i -X POST');
});

test('saves the selected requests as a scenario, in the order in which they came', async () => {
  const { page, post } = await open();
  await post('test@domain.com/status', PHONE);
  await post('test@domain.com/status', '{"available":"false"}');
  const boxes = page.getByRole('checkbox', { name: /for a scenario$/ });
  await rowOf(page, 'unavailable').waitFor();
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as scenario' }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toBe('recorded.yaml');
  const saved = await readFile(await download.path(), 'utf8');
  expect(saved.indexOf('On the phone')).toBeGreaterThan(0);
  expect(saved.indexOf('removes status of')).toBeGreaterThan(saved.indexOf('sets status of'));
  await page.getByRole('button', { name: 'Select none' }).click();
  expect(await boxes.nth(0).isChecked()).toBe(false);
});
