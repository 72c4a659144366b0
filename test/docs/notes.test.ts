import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

test('docs/notes.md lists every code that there is, and no other', () => {
  const files = readdirSync(join(ROOT, 'emulator'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const source = files.map((name) => read(join('emulator', name))).join('\n');
  const listed = Array.from(
    read('docs/notes.md').matchAll(/^\| ((?:`[a-z-]+`(?:, )?)+) +\|/gm),
    ([, codes = '']) => codes.match(/[a-z-]+/g) ?? [],
  ).flat();
  for (const code of listed)
    expect(
      source.includes(`'${code.replace(/^stream-(?!not-open)/, '')}'`) || /^api-key-/.test(code),
      code,
    ).toBe(true);
  const used = Array.from(
    source.matchAll(/\b(?:error|warning|info)\(\s*'([a-z]+(?:-[a-z]+)+)'/g),
    ([, code]) => code,
  );
  expect(used.length).toBeGreaterThan(20);
  for (const code of used) expect(listed).toContain(code);
});
