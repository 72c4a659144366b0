// The licences of what is bundled ask to be kept with it.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes the licences of every package of which a file was bundled. */
export async function writeLicenses(inputs, file) {
  const folders = new Set(inputs.flatMap((input) => packageFolder(input) ?? []));
  const licenses = await Promise.all([...folders].sort().map(licenseOf));
  await writeFile(file, licenses.join(`\n${'-'.repeat(80)}\n\n`));
}

function packageFolder(input) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0];
}

async function licenseOf(folder) {
  const { name, version, license, homepage } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  );
  const files = (await readdir(folder)).filter((entry) => /^(?:licen[cs]e|copying|notice)/i.test(entry));
  const texts = await Promise.all(files.map((entry) => readFile(join(folder, entry), 'utf8')));
  if (texts.length === 0)
    texts.push(`It comes without the text of its licence: ${homepage ?? `npm view ${name}`}`);
  return `${name} ${version} (${license})\n\n${texts.map((text) => text.trim()).join('\n\n')}\n`;
}
