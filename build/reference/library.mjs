import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const ENTRIES = [
  { name: 'index', title: 'tigase-emulator' },
  { name: 'vitest', title: 'tigase-emulator/vitest' },
  { name: 'node-test', title: 'tigase-emulator/node-test' },
];

/** The most asked for first; the other names follow in the order of the alphabet. */
const FIRST = ['startEmulator', 'Emulator', 'Contact', 'Domain', 'Journal', 'Faults', 'EmulatorOptions'];

/** All that users can name, with its explanation. */
export async function libraryPage(root) {
  const parts = await Promise.all(
    ENTRIES.map(async ({ name, title }) => {
      const file = join(root, 'node_modules/.cache/tigase-emulator', `${name}.api.json`);
      const [{ members }] = JSON.parse(await readFile(file, 'utf8')).members;
      return `## ${title}\n\n${[...members].sort(byRank).map(itemOf).join('\n')}`;
    }),
  );
  return `${HEAD}\n${parts.join('\n')}`;
}

const rank = ({ name }) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
const byRank = (one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name);

function itemOf(item) {
  const { name, kind, members = [] } = item;
  const text = explained(item);
  if (kind === 'Class') return `### ${name}\n\n${text}\n\n${members.map(memberOf).join('\n')}\n`;
  if (kind === 'Interface')
    return `### ${name}\n\n${text}${inherited(item)}\n\n${interfaceOf(members)}\n`.replace(/\n{3,}/g, '\n\n');
  return `### ${name}\n\n\`\`\`ts\n${signatureOf(item)}\n\`\`\`\n\n${text}\n`;
}

/** What else an interface has. */
function inherited({ excerptTokens }) {
  const [, bases] = / extends (.*?)\s*$/.exec(excerptTokens.map(({ text }) => text).join('')) ?? [];
  return bases === undefined ? '' : ` It has all of ${bases.replace(/\w+/g, '`$&`')}.`;
}

function memberOf(member) {
  return `- \`${signatureOf(member)}\`: ${explained(member).replaceAll('\n', '\n  ')}`;
}

function interfaceOf(members) {
  if (members.some(({ kind }) => kind === 'MethodSignature')) return members.map(memberOf).join('\n');
  const rows = members.map((member) => {
    const [name, ...type] = signatureOf(member).split(': ');
    return `| \`${name}\` | \`${cell(type.join(': ').replace(/ \| undefined$/, ''))}\` | ${cell(explained(member))} |`;
  });
  return rows.length === 0 ? '' : `| | | |\n|---|---|---|\n${rows.join('\n')}`;
}

function signatureOf({ excerptTokens }) {
  return excerptTokens
    .map(({ text }) => text)
    .join('')
    .replace(/^get (\w+)\(\)/, '$1')
    .replace(/^(?:export |declare |readonly )*/, '')
    .replace(/;$/, '')
    .replace(/\s+/g, ' ');
}

/** A comment in words: what it is, then its parameters, what it returns and what it throws. */
function explained({ docComment }) {
  const text = docComment
    .replace(/^\/\*\*\s*|\s*\*\/\s*$/g, '')
    .replace(/^ ?\* ?/gm, '')
    .replace(/\{@link (?:[^|}]*\|\s*)?([^}]*?)\s*\}/g, '`$1`');
  const [summary, ...tags] = text.split(/^@/m).map((part) => part.replace(/\s+/g, ' ').trim());
  const told = tags.filter((tag) => !tag.startsWith('packageDocumentation')).map(tagInWords);
  return [summary, ...told].filter((part) => part !== '').join(' ');
}

function tagInWords(tag) {
  const [, kind, rest] = /^(\w+)\s*(.*)$/s.exec(tag);
  if (kind === 'param') return sentence(rest.replace(/^(\w+) - /, '`$1` is '));
  if (kind === 'returns') return sentence(`It returns ${rest}`);
  if (kind === 'throws') return sentence(`Throws ${rest}`);
  return rest;
}

const sentence = (text) => `${text}${/[.!?]$/.test(text) ? '' : '.'}`;
const cell = (text) => text.replaceAll('|', '\\|');

const HEAD = `# The library

<!-- Written by npm run docs from the comments in the sources. -->

All that the package's modules export. Every error of the library's own is an \`EmulatorError\` with a \`code\` that stays
the same: \`USAGE\`, \`STOPPED\`, \`LISTEN\`, \`VERIFICATION\`, \`PRESENCE\`, \`CONTACT_TIMEOUT\`, \`CONTACT_GONE\`, \`CONTACT_STANZA\`.
`;
