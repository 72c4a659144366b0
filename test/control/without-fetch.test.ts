import { afterEach, expect, test } from 'vitest';
import { tested } from '../support/requests.js';

const response = Object.getOwnPropertyDescriptor(globalThis, 'Response') ?? {};

afterEach(() => Object.defineProperty(globalThis, 'Response', response));

/** Node loads fetch with the first mention of `Response`, and answers nobody for 40 milliseconds. */
test.each([
  ['get', 'health'],
  ['get', 'state'],
  ['head', 'state'],
  ['get', 'presence/test@domain.com'],
  ['get', 'journal'],
  ['get', 'journal/scenario?ids=1'],
  ['get', 'faults'],
  ['get', 'openapi.json'],
  ['get', ''],
  ['get', 'nothing'],
  ['post', 'domains'],
  ['post', 'snapshots'],
  ['post', 'verify', { match: {}, times: 1 }],
  ['post', 'verify', { match: {}, times: 2 }],
  ['post', 'faults', { fault: { drop: true } }],
  ['delete', 'journal'],
] as const)(
  '%s %s is answered without fetch, which takes its time to load',
  async (method, path, body?: object) => {
    const { request, post } = await tested();
    await post('test@domain.com/status', '{}');
    let isAsked = false;
    Object.defineProperty(globalThis, 'Response', {
      configurable: true,
      get: () => {
        isAsked = true;
        return class {};
      },
    });
    await request[method](`/_emulator/${path}`).send(body);
    expect(isAsked).toBe(false);
  },
);
