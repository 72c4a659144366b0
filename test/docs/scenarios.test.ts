import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadScenarios } from '../../emulator/scenario/format/load-scenario.js';
import { scenarioJsonSchema } from '../../emulator/scenario/format/scenario-schema.js';
import { EmbeddedTarget } from '../../emulator/scenario/play/embedded-target.js';
import { HttpClient } from '../../emulator/scenario/play/http-exchange.js';
import { playScenario } from '../../emulator/scenario/play/play-scenario.js';
import { runOptions } from '../../emulator/scenario/run/run-options.js';

const page = readFileSync('docs/scenarios.md', 'utf8');
const examples = Array.from(page.matchAll(/^```yaml\n(.*?)^```/gms), ([, text = '']) => text);
const codes = new Set(
  Array.from(page.matchAll(/`([^`\n]+)`/g), ([, code = '']) => code).flatMap((code) => [
    code,
    ...code.split(/[^\w$ -]+/).map((word) => word.trim()),
  ]),
);

/** The names of all keys that a JSON Schema knows, at whatever depth. */
function keysOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties } = schema as { readonly properties?: object };
  return [...Object.keys(properties ?? {}), ...Object.values(schema).flatMap(keysOf)];
}

describe('docs/scenarios.md', () => {
  test.each([...new Set(keysOf(scenarioJsonSchema()))])('tells what the key %s means', (key) => {
    expect(codes).toContain(key);
  });

  test.each(runOptions.map(({ name }) => name))('tells what --%s does', (name) => {
    expect(page).toMatch(new RegExp(`^\\| \`--${name}[ \`]`, 'm'));
  });

  describe('its examples', () => {
    let folder = '';
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'docs-'));
      const part = examples.find((example) => 'parameters' in parse(example)) ?? '';
      writeFileSync(join(folder, 'see-a-text.yaml'), part); // what another example plays
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    test.each(examples)('are without mistakes: %s', (example) => {
      const file = join(folder, 'example.yaml');
      writeFileSync(file, example);
      expect(loadScenarios(file, example).problems).toEqual([]);
    });

    test.each(examples)('pass: %s', async (example) => {
      const target = new EmbeddedTarget({});
      const http = new HttpClient();
      try {
        for (const scenario of loadScenarios(join(folder, 'example.yaml'), example).scenarios) {
          const { outcome } = await playScenario(scenario, { target, http, strict: false });
          expect(outcome).toBe('passed');
        }
      } finally {
        http.close();
        await target.close();
      }
    });
  });
});
