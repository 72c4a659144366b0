import { expect, test } from 'vitest';
import { tested } from '../support/requests.js';

test.each([
  ['/_emulator/', 'text/html; charset=utf-8'],
  ['/_emulator/inspector.js', 'text/javascript; charset=utf-8'],
  ['/_emulator/inspector.css', 'text/css; charset=utf-8'],
])('%s comes with a strict policy', async (path, type) => {
  const { request } = await tested();
  const { status, headers } = await request.get(path);
  expect({ status, ...headers }).toMatchObject({
    status: 200,
    'content-type': type,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'content-security-policy': expect.stringMatching(/^default-src 'none'; script-src 'self'; /),
  });
});

test('/_emulator leads to the page', async () => {
  const { request } = await tested();
  const { status, headers } = await request.get('/_emulator');
  expect({ status, location: headers.location }).toEqual({ status: 302, location: '_emulator/' });
});

test('the page is not served where the control interface is off', async () => {
  const { request } = await tested({ control: false });
  const { status, headers } = await request.get('/_emulator/');
  expect({ status, type: headers['content-type'] }).toEqual({ status: 405, type: undefined });
});
