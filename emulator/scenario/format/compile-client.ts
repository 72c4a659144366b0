import type { z } from 'zod';
import { CLIENT_NS } from '../../session-manager/stanza.js';
import type { Path } from '../match/matcher.js';
import {
  STANZA_ATTRIBUTES,
  STANZA_CHILDREN,
  STANZA_KINDS,
  type StanzaKind,
  type StanzaMatcher,
} from '../match/stanza-matcher.js';
import { readXml, XmlError } from '../match/xml-node.js';
import type { ClientAction, ClientName, StanzaTemplate } from '../scenario.js';
import { withoutVariables } from '../variables.js';
import type { clientVerbs } from './client-verbs.js';
import type { Compilation } from './compilation.js';
import { compileXml } from './compile-answer.js';

type Values = { readonly [verb in keyof typeof clientVerbs]: z.output<(typeof clientVerbs)[verb]> };

type Compile<Value> = (
  value: Value,
  client: ClientName,
  path: Path,
  compilation: Compilation,
) => ClientAction;

export const compileClient: { readonly [verb in keyof Values]: Compile<Values[verb]> } = {
  connects: (value, client, path, compilation) => {
    const { connects, ...fields } = value;
    const [field] = Object.keys(fields);
    if (connects === 'quietly' && field !== undefined)
      compilation.tell(
        [...path, field],
        'who connects quietly sends no presence: leave the other keys out, or quietly',
      );
    const presence = connects === 'quietly' ? undefined : templateOf('presence', fields);
    return { verb: 'connects', client, presence };
  },
  disconnects: (_, client) => ({ verb: 'disconnects', client }),
  'loses connection': (_, client) => ({ verb: 'loses connection', client }),
  'is disconnected': ({ within, 'is disconnected': condition }, client, path, compilation) => ({
    verb: 'is disconnected',
    client,
    condition: compilation.matcher(condition ?? '{any}', [...path, 'is disconnected']),
    within,
  }),
  sends: ({ sends, ...fields }, client, path, compilation) => {
    compilation.tellBareAccount((fields as { readonly to?: string }).to, [...path, 'to']);
    if (sends === 'presence' || sends === 'message')
      return { verb: 'sends', client, stanza: templateOf(sends, fields) };
    const [surplus] = Object.keys(fields);
    if (surplus !== undefined)
      compilation.tell(
        [...path, surplus],
        `${surplus} goes with sends: presence or message, not with XML`,
        'key',
      );
    const problem = stanzaProblem(sends);
    if (problem !== undefined) compilation.tell([...path, 'sends'], problem);
    return { verb: 'sends', client, stanza: sends };
  },
  receives: ({ receives, within, ...expected }, client, path, compilation) => {
    const kind = kindOf(receives.replace(/^no /, ''));
    const matcher = stanzaMatcher(kind, expected, path, compilation);
    if (receives !== 'nothing' && !receives.startsWith('no '))
      return { verb: 'receives', client, expected: [matcher], within };
    if (within !== undefined)
      compilation.tell(
        [...path, 'within'],
        `within makes no sense with ${receives}: nothing is waited for`,
        'key',
      );
    return { verb: 'receives nothing', client, expected: matcher };
  },
  'receives in any order': ({ within, 'receives in any order': several }, client, path, compilation) => ({
    verb: 'receives',
    client,
    expected: several.map(({ a: kind, ...expected }, index) =>
      stanzaMatcher(kind, expected, [...path, 'receives in any order', index], compilation),
    ),
    within,
  }),
};

function kindOf(word: string): StanzaKind | undefined {
  return STANZA_KINDS.find((kind) => kind === word);
}

type Fields = { readonly [field: string]: unknown };

function stanzaMatcher(
  kind: StanzaKind | undefined,
  given: Fields,
  path: Path,
  compilation: Compilation,
): StanzaMatcher {
  const fields = [...STANZA_ATTRIBUTES, ...STANZA_CHILDREN]
    .filter((field) => given[field] !== undefined)
    .map((field) => {
      const value = given[field];
      const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
      return { field, matcher: compilation.matcher(text, [...path, field]) };
    });
  for (const { field, matcher } of fields) {
    if ((field === 'from' || field === 'to') && matcher.kind === 'literal')
      compilation.tellBareAccount(matcher.value, [...path, field]);
    if (matcher.kind === 'object' || matcher.kind === 'list')
      compilation.tell(
        [...path, field],
        `found ${matcher.kind === 'list' ? 'a list' : 'keys with values'}, expected a text or one of the matchers`,
      );
  }
  const xml =
    given.xml === undefined ? undefined : compileXml(given.xml, [...path, 'xml'], CLIENT_NS, compilation);
  return { path, kind, fields, xml };
}

function templateOf(
  kind: StanzaTemplate['kind'],
  fields: { readonly [field: string]: string | undefined },
): StanzaTemplate {
  const entries = (names: readonly string[]) =>
    names.flatMap((name): [string, string][] => {
      const value = fields[name];
      return value === undefined ? [] : [[name, value]];
    });
  return { kind, attributes: entries(STANZA_ATTRIBUTES), children: entries(STANZA_CHILDREN) };
}

function stanzaProblem(text: string): string | undefined {
  try {
    const { name } = readXml(withoutVariables(text), CLIENT_NS);
    if (kindOf(name) !== undefined) return undefined;
    return `<${name}> is no stanza: send a presence, a message or an iq`;
  } catch (failure) {
    if (!(failure instanceof XmlError)) throw failure;
    return text.includes('<')
      ? `no XML: ${failure.message}`
      : `found ${JSON.stringify(text)}, expected presence, message, or a stanza as XML`;
  }
}
