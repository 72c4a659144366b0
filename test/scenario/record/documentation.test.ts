import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { ReleaseName } from '../../../emulator/release.js';
import { emulatorForTest, failuresOf, recordingOf } from './recorded.js';

const run = promisify(execFile);

const XML = `<command>
    <available>true</available>
    <priority>-1</priority>
    <show>xa</show>
    <status>On the phone</status>
</command>
`;

const JSON_TEXT = `{
  "available": "true",
  "priority": "-1",
  "show": "xa",
  "status": "On the phone"
}
`;

/** The documentation's two examples, sent as it says; 8.4 asks for credentials besides. */
async function documentedExamples(url: string, release: ReleaseName): Promise<string[]> {
  const credentials = release === '8.4' ? ['-u', 'admin@domain.com:admin-password-1'] : [];
  const address = `${url}/rest/user/test@domain.com/status?api-key=API_KEY`;
  const curl = async (type: string, body: string) => {
    const content = ['-H', `Content-Type: ${type}`, '--data-binary', body];
    const { stdout } = await run('curl', ['-s', ...credentials, ...content, address]);
    return stdout;
  };
  return [await curl('application/xml', XML), await curl('application/json', JSON_TEXT)];
}

const accounts = [
  { jid: 'admin@domain.com', password: 'admin-password-1', admin: true },
  { jid: 'test@domain.com', password: 'test' },
];

describe.each(['documented', '8.1', '8.3', '8.4'] as const)(
  'the examples of the documentation, %s',
  (release) => {
    test('are recorded as a scenario that passes on the same release, without the key', async () => {
      const emulator = await emulatorForTest({ release, accounts });
      const recording = await recordingOf(emulator.url);
      const direct = await documentedExamples(emulator.url, release);
      expect(await documentedExamples(recording.url, release)).toEqual(direct);
      const text = await recording.stop();
      expect(text).not.toMatch(/API_KEY|admin-password-1|Basic/);
      expect(await failuresOf(text, { release })).toEqual([]);
    });
  },
);

test('a recording reads as people would write it', async () => {
  const emulator = await emulatorForTest();
  const recording = await recordingOf(emulator.url);
  await documentedExamples(recording.url, 'documented');
  const text = await recording.stop();
  expect(text.replace(/^(name: .* on ).*$/m, '$1…').replace(emulator.url, 'URL')).toBe(
    `# yaml-language-server: $schema=scenario.schema.json
# The schema makes editors check and complete this file: tigase-emulator schema scenario > scenario.schema.json

name: Recorded on …
description: What passed between an application and URL, recorded by tigase-emulator
given:
  accounts: [ test ]
steps:
  - app:
      sets status of: test
      available: true
      priority: -1
      show: xa
      status: On the phone
      in: xml
      expect:
        status: 200
        xml:
          exactly: |-
            <status>
              <user>{test}/tigase-external</user>
              <available>true</available>
              <priority>-1</priority>
              <show>xa</show>
              <status>On the phone</status>
              <success>true</success>
            </status>
  - app:
      sets status of: test
      available: true
      priority: -1
      show: xa
      status: On the phone
      expect:
        status: 200
        json:
          exactly:
            status:
              user: '{test}/tigase-external'
              available: 'true'
              priority: '-1'
              show: xa
              status: On the phone
              success: true
`,
  );
});
