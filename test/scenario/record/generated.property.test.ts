import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadScenarios } from '../../../emulator/scenario/format/load-scenario.js';
import { folderForTest } from '../../support/files.js';
import { holds } from '../../support/property.js';
import { emulatorForTest, failuresOf, recordingOf } from './recorded.js';

const KEY = 'telling-key-7f3a';

/** Texts that mean something to scenarios, YAML, JSON or XML, and any others. */
const piece = fc.oneof(
  fc.constantFrom(
    ...['{any}', '{test}', '{{test}}', '{absent}', '{', '}', '{{', '}}', '{ matches: x}', '{ matches: {x} }'],
    ...[
      '{domain}',
      '{exactly: [a]}',
      'test@domain.com',
      'my-test@domain.com',
      '"',
      "'",
      '\\',
      '\n',
      '\r',
      '\t',
    ],
    ...[
      ': ',
      ' #',
      '- ',
      '&amp;',
      '<',
      ']]>',
      '\u0085',
      '\u2028',
      '\ufeff',
      'null',
      '~',
      '-1',
      '2024-01-01',
      '%40',
    ],
    ...[
      '{literally: a}',
      '{a/b}',
      '{captured as: x}',
      '😀',
      'é',
      ' ',
      '2024-01-01T00:00:00Z',
      'secret',
      'password',
    ],
  ),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const text = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''));

const field = fc.oneof(
  { weight: 4, arbitrary: text },
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.double(),
);
const activity = fc.record({ category: text, type: text, text }, { requiredKeys: ['category'] });
const status = fc.oneof(
  fc.record(
    { available: field, priority: field, show: field, status: field, activity },
    { requiredKeys: [] },
  ),
  fc.record({ show: text, status: text, activity }, { requiredKeys: ['status'] }),
  fc.record({ status: text, more: fc.dictionary(text, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }) }),
);

const request = fc.record({
  user: fc.constantFrom('test', 'test', 'Test', 'other.one', 'a%20b', 'test%40domain.com', 'j%C3%BC'),
  resource: fc.option(
    fc.oneof(
      fc.constantFrom('mobile', 'a%2Bb', '%7Bany%7D', 'a:b', '%F0%9F%98%80'),
      text
        .filter((one) => one !== '' && one.isWellFormed() && !/[/@\n\r\u2028\u2029]/.test(one))
        .map(encodeURIComponent),
    ),
    { nil: undefined },
  ),
  content: fc.oneof(
    status.map((value) => ({ type: 'application/json', body: JSON.stringify(value) })),
    status.map((value) => ({ type: 'application/json', body: JSON.stringify(value, null, 2) })),
    fc
      .record({ show: text, status: text })
      .map((value) => ({ type: 'application/xml', body: `<command>${elements(value)}</command>` })),
    text.map((body) => ({ type: 'application/json', body })),
    text.map((body) => ({ type: 'application/xml', body: `<command><show>${body}</show></command>` })),
    fc.constant({ type: 'application/json', body: '{"available":"false"}' }),
  ),
});

function elements(fields: { readonly [name: string]: string }): string {
  const escaped = (value: string) =>
    value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return Object.entries(fields)
    .map(([name, value]) => `<${name}>${escaped(value)}</${name}>`)
    .join('');
}

test.each(['documented', '8.1', '8.3'] as const)(
  'whatever is sent, its recording passes on a fresh emulator, and has no secret in it: %s',
  async (release) => {
    const emulator = await emulatorForTest({ release, apiKeys: [{ key: KEY }] });
    const folder = folderForTest();
    await holds(
      fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 6 }), async (requests) => {
        const { name } = await emulator.createDomain();
        const here = (one: string) => one.replaceAll('domain.com', name);
        const recording = await recordingOf(emulator.url, folder);
        for (const { user, resource, content } of requests) {
          const jid = user.includes('%40') ? user : `${user}@domain.com`;
          const path = `/rest/user/${here(jid)}/status${resource === undefined ? '' : `/${resource}`}`;
          await fetch(`${recording.url}${path}?api-key=${KEY}`, {
            method: 'POST',
            headers: { 'Content-Type': content.type },
            body: here(content.body),
          }).then((response) => response.arrayBuffer());
        }
        const written = await recording.stop();
        expect(written).not.toContain(KEY);
        expect(loadScenarios('recorded.yaml', written).scenarios[0]?.steps).toHaveLength(requests.length);
        expect(await failuresOf(written, { release }), written).toEqual([]);
      }),
      { numRuns: 60, timeout: 10_000, endOnFailure: true },
    );
  },
);
