import { resolve } from 'node:path';
import { build } from 'esbuild';

/** In what the releases differ, a row each: what it says of a release. Each property of the table must have one. */
const ROWS = {
  version: ['number in entity capabilities', ({ version }) => `\`${version}\``],
  'answer.jsonIndent': ['JSON is indented by', ({ answer }) => `${answer.jsonIndent} spaces`],
  'answer.activity': ['answers end with the `activity`', ({ answer }) => yesNo(answer.activity)],
  decodesPath: ['paths are percent-decoded, `+` is a space', ({ decodesPath }) => yesNo(decodesPath)],
  'noRoute.framing': [
    'where no route fits, the 404 is',
    ({ noRoute }) => (noRoute.framing === 'chunked' ? 'chunked' : 'with a Content-Length'),
  ],
  'noRoute.text': ['and its text', ({ noRoute }) => (noRoute.text === '' ? 'empty' : `\`${noRoute.text}\``)],
  knownMethods: ['methods that are no error', ({ knownMethods }) => knownMethods?.join(', ') ?? 'any'],
  'access.keyFirstFrom': ['of two API keys counts that in', ({ access }) => `the ${access.keyFirstFrom}`],
  'access.host': [
    'a key’s hosts are compared with',
    ({ access }) =>
      access.host === 'header' ? 'the whole `Host`' : '`X-Forwarded-Host` or `Host`, without the port',
  ],
  'access.adminCredentials': [
    'asks for an admin’s credentials besides',
    ({ access }) => yesNo(access.adminCredentials),
  ],
  'access.keyMissing': ['403 without a key', ({ access }) => `\`${access.keyMissing('PATH')}\``],
  'access.keyRefused': [
    '403 with a key that does not open it',
    ({ access }) => `\`${access.keyRefused('PATH')}\``,
  ],
  blankLocalPart: ['a local part of white space passes', ({ blankLocalPart }) => yesNo(blankLocalPart)],
  externalMessage: ['a message to an external session is', ({ externalMessage }) => externalMessage],
  messageWithoutAddress: [
    'a message without `to` is',
    ({ messageWithoutAddress }) => (messageWithoutAddress === 'dropped' ? 'dropped' : 'to the own account'),
  ],
};

const yesNo = (value) => (value ? 'yes' : 'no');

/** The differences between the releases, from the one table in which they stand. */
export async function releasesPage(root) {
  const { releases } = await load(resolve(root, 'emulator/release.ts'));
  const all = Object.values(releases);
  const known = new Set(['name', ...Object.keys(ROWS)]);
  const unknown = leavesOf(all[0]).filter((leaf) => !known.has(leaf));
  if (unknown.length > 0)
    throw new Error(`docs/releases.md says nothing of ${unknown.join(', ')}: add a row`);
  const lines = Object.values(ROWS).map(([title, of]) => `| ${title} | ${all.map(of).join(' | ')} |`);
  const names = all.map(({ name }) => name);
  return `${HEAD}\n| | ${names.join(' | ')} |\n|---|${names.map(() => '---|').join('')}\n${lines.join('\n')}\n`;
}

/** The module, compiled: it is TypeScript, and no part of the package's interface. */
async function load(file) {
  const { outputFiles } = await build({ entryPoints: [file], bundle: true, format: 'esm', write: false });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}

function leavesOf(value, path = []) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path.join('.')];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}

const HEAD = `# Differences between the releases

<!-- Written by npm run docs from emulator/release.ts. -->

\`release: '8.4'\`, \`--release 8.4\` or \`startEmulator({ release: '8.4' })\` chooses what is emulated. \`documented\`, the
default, is what Tigase's documentation of the endpoint prints and, where that is silent, 8.3. 8.2 was not recorded: where
its neighbours differ, it does as 8.3.
`;
