import { expect, test } from 'vitest';
import { inspectorTests, NARROW, rowOf, rowsAnswered } from './inspector-tests.js';

const { open } = inspectorTests();

const PHONE = '{"available":"true","priority":"-1","show":"xa","status":"On the phone"}';

test('what comes appears without a reload, newest first', async () => {
  const { page, post } = await open();
  await page.getByText('Nothing came yet').waitFor();
  await post('test@domain.com/status', PHONE);
  await rowOf(page, 'xa · On the phone').waitFor();
  await post('test@domain.com/status', '{"available":"false"}');
  await rowOf(page, 'unavailable').waitFor();
  const rows = await rowOf(page, 'test@domain.com').allInnerTexts();
  expect(rows.map((row) => /unavailable|session \w+|xa/.exec(row)?.[0])).toEqual([
    'unavailable',
    'session closed',
    'xa',
    'session opened',
  ]);
});

test('a row tells of time, user, change, answer and notes', async () => {
  const { page, post } = await open();
  await post('stranger@domain.com/status/mobile', '{"show":"busy","priority":"5"}');
  const row = rowOf(page, 'busy');
  const text = (await row.innerText()).replace(/\s+/g, ' ');
  expect(text).toMatch(/^\d\d:\d\d:\d\d\.\d{3} stranger@domain\.com\/mobile busy priority 5 200/);
  expect(text).toContain('2 warnings');
  await post('stranger@domain.com/status', '{"show"');
  expect(await rowsAnswered(page, 500).innerText()).toContain('1 error');
});

test('the empty page shows a command that makes something come', async () => {
  const { emulator, page } = await open();
  const command = await page.locator('pre').innerText();
  expect(command).toContain(`${emulator.url}/rest/user/test@domain.com/status`);
});

test('filters by user and by warnings', async () => {
  const { page, post } = await open();
  await post('test@domain.com/status', PHONE);
  await post('stranger@domain.com/status', '{"priority":"5","status":"Somewhere"}');
  await rowOf(page, 'Somewhere').waitFor();
  await page.getByLabel('Filter by user').fill('TEST@');
  await page.getByText('2 entries').waitFor();
  expect(await rowOf(page, 'stranger').count()).toBe(0);
  await page.getByLabel('Filter by user').fill('');
  await page.getByLabel('Only with warnings').check();
  await page.getByText('1 entry').waitFor();
  expect(await rowOf(page, 'Somewhere').count()).toBe(1);
  await page.getByLabel('Filter by user').fill('nobody');
  await page.getByRole('button', { name: 'Show everything' }).click();
  await rowOf(page, 'On the phone').first().waitFor();
});

test('stanzas stand in the list on request', async () => {
  const { page, post } = await open({ before: (emulator) => emulator.contact('alice@domain.com') });
  await post('test@domain.com/status', PHONE);
  await rowOf(page, 'xa · On the phone').waitFor();
  expect(await rowOf(page, 'got presence').count()).toBe(0);
  await page.getByLabel('Stanzas').check();
  await rowOf(page, 'got presence · xa · On the phone').waitFor();
});

test('the keyboard moves, opens, selects and closes', async () => {
  const { page, post } = await open();
  await post('test@domain.com/status', PHONE);
  await rowOf(page, 'xa').waitFor();
  await post('test@domain.com/status', '{"show":"dnd"}');
  await rowOf(page, 'dnd').waitFor();
  await page.keyboard.press('/');
  expect(await page.evaluate('document.activeElement.id')).toBe('user-filter');
  await rowOf(page, 'dnd').focus();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.getByText('1 selected').waitFor();
  await page.keyboard.press('Enter');
  const details = page.getByRole('article', { name: 'Details' });
  await details.getByText('xa · On the phone').first().waitFor();
  await page.keyboard.press('k');
  await details.getByText('dnd').first().waitFor();
  await page.keyboard.press('Escape');
  await details.waitFor({ state: 'detached' });
  await page.locator('[data-entry]:focus', { hasText: 'dnd' }).waitFor();
  expect(await page.locator('[data-entry][tabindex="0"]').count()).toBe(1);
});

test('Escape empties the filter that one writes in, and leaves the details open', async () => {
  const { page, post } = await open();
  await post('test@domain.com/status', PHONE);
  await rowOf(page, 'xa').click();
  const field = page.getByLabel('Filter by user');
  await field.fill('test');
  await field.press('Escape');
  expect(await field.inputValue()).toBe('');
  await page.getByRole('article', { name: 'Details' }).waitFor();
});

test('on a telephone / goes to the search field of the view, and links keep the focus', async () => {
  const { page, post } = await open({
    context: NARROW,
    before: (emulator) => emulator.contact('alice@domain.com'),
  });
  const focused = () => page.evaluate('document.activeElement.getAttribute("aria-label")');
  await page.getByRole('tabpanel', { name: 'Activity' }).waitFor();
  await page.getByRole('tab', { name: 'Users' }).click();
  await page.keyboard.press('/');
  expect(await focused()).toBe('Find a user');
  await page.getByRole('tab', { name: 'Activity' }).click();
  await page.keyboard.press('/');
  expect(await focused()).toBe('Filter by user');
  await page.getByLabel('Stanzas').check();
  await post('test@domain.com/status', PHONE);
  await rowOf(page, 'got presence · xa').click();
  await page.getByRole('button', { name: 'test@domain.com xa · On the phone' }).press('Enter');
  await page.getByRole('button', { name: 'Copy as curl' }).waitFor();
  expect(await focused()).toBe('Close the details');
});

test('shows 1,000 entries, the newest, and stays where one reads', async () => {
  const { page, post } = await open({
    emulator: { limits: { journal: 2000 } },
    before: async (_, put) => {
      await put('first@domain.com/status', '{"status":"The very first"}');
      for (let index = 1; index <= 1000; index += 1)
        await put('test@domain.com/status', `{"status":"Number ${index}"}`);
    },
  });
  await page.getByText('1,000 entries').waitFor();
  expect(await rowOf(page, 'The very first').count()).toBe(0);
  const row = rowOf(page, 'Number 500');
  await row.scrollIntoViewIfNeeded();
  await row.focus();
  const before = await row.boundingBox();
  for (const number of [1, 2, 3]) await post('test@domain.com/status', `{"status":"Late ${number}"}`);
  await rowOf(page, 'Late 3').waitFor({ state: 'attached' });
  expect((await row.boundingBox())?.y).toBeCloseTo(before?.y ?? Number.NaN, 0);
  await page.locator('[data-entry]:focus', { hasText: 'Number 500' }).waitFor();
  await page.getByText('1,000 entries').waitFor();
}, 60_000);

test('nothing scrolls sideways on a telephone', async () => {
  const long = 'a-name-that-is-much-longer-than-any-telephone-is-wide-in-any-hand@domain.com';
  const { page, post } = await open({
    context: NARROW,
    before: (emulator) => emulator.contact('alice@domain.com'),
  });
  await post(`${long}/status`, JSON.stringify({ status: 'x'.repeat(300), priority: '5' }));
  await post('test@domain.com/status', PHONE);
  const isFitting = () => page.evaluate('document.documentElement.scrollWidth <= innerWidth');
  await rowOf(page, 'On the phone').waitFor();
  expect(await isFitting()).toBe(true);
  await rowOf(page, 'xxx').click();
  await page.getByRole('button', { name: 'Close the details' }).waitFor();
  expect(await isFitting()).toBe(true);
  expect(await page.evaluate('document.querySelector(".details").scrollWidth <= innerWidth')).toBe(true);
  await page.keyboard.press('Escape');
  for (const name of ['Users', 'Faults']) {
    await page.getByRole('tab', { name }).click();
    await page.getByRole('tabpanel', { name }).waitFor();
    expect(await isFitting()).toBe(true);
  }
});

test('is dark where the system is', async () => {
  const ground = 'getComputedStyle(document.body).backgroundColor';
  const { page } = await open({ context: { colorScheme: 'dark' } });
  expect(await page.evaluate(ground)).toBe('rgb(19, 21, 24)');
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await page.evaluate(ground)).toBe('rgb(246, 247, 248)');
});
