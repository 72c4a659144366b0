import * as fc from 'fast-check';
import { escapeXML } from 'ltx';
import { expect, test } from 'vitest';
import { createLog } from '../../emulator/command/log.js';
import { holds } from '../support/property.js';
import { JSON_TYPE, type Tested, tested, XML_TYPE } from '../support/requests.js';

const FORM_TYPE = 'application/x-www-form-urlencoded';

/** What is sent, and where the secret stands in it. */
type Sent =
  | { readonly by: 'path' | 'stanza'; readonly text: string }
  | { readonly by: 'header'; readonly name: string; readonly text: string }
  | { readonly by: 'body'; readonly type: string; readonly text: string };

/** A text that is found nowhere else, after what might end a pattern too soon. */
const secrets = fc
  .tuple(
    fc.string({ unit: fc.constantFrom('a', '"', "'", '\\', '<', '>', '&', ' ', '#', '=', ';', '}', ']') }),
    fc.stringMatching(/^Zq[\dA-Za-z]{12}$/),
  )
  .map(([before, token]) => ({ token, secret: before + token }));

const names = fc
  .constantFrom('password', 'api-key', 'api_key', 'apikey', 'x-api-key')
  .chain((name) => fc.constantFrom(name, name.toUpperCase(), name.charAt(0).toUpperCase() + name.slice(1)));

const keys = fc.constantFrom('user', 'command', 'item', 'a', 'status');
const depths = fc.array(keys, { maxLength: 4 });

/** JSON: a text, a list or an object below the secret's name; a field of a command; characters that are escaped. */
function inJson(secret: string): fc.Arbitrary<string> {
  const shapes = fc.constantFrom<unknown>(secret, [secret], { a: secret }, [1, { b: [secret] }]);
  const member = fc.tuple(names, shapes).map(([name, shape]) => ({ other: 'x', [name]: shape, last: 1 }));
  const field = fc.constantFrom(
    { var: 'Password', value: secret },
    { values: [secret], var: 'old-password' },
    { type: 'text-private', var: 'pin', value: secret },
  );
  return fc
    .tuple(fc.oneof(member, field), depths, fc.constantFrom(0, 2), fc.boolean(), fc.boolean())
    .map(([inner, outer, indent, isEscaped, isInText]) => {
      const value = outer.reduce<unknown>((held, key) => ({ [key]: [held] }), inner);
      const text = JSON.stringify(isInText ? { text: JSON.stringify(value) } : value, null, indent);
      return isEscaped ? text.replace(/(?<=")[pax](?=ass|pi|-)/gi, escaped) : text;
    });
}

const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** XML: an element, an attribute, CDATA, or a field of a form or a command; names in character references. */
function inXml(secret: string): fc.Arbitrary<string> {
  const text = escapeXML(secret);
  const cdata = `<![CDATA[${secret.replaceAll(']', '')}]]>`;
  const named = names.chain((name) =>
    fc.constantFrom(
      `<${name}>${text}</${name}>`,
      `<x:${name} a="/">${text}</x:${name} >`,
      `<${name} a=">">${text}</${name}>`,
      `<${name}>${cdata}</${name}>`,
      `<${name}><item>${text}</item></${name}>`,
      `<a b='c' ${name}="${text}"/>`,
      `<a x:${name} = '${text}'>d</a>`,
    ),
  );
  const fields = fc.constantFrom(
    `<field var="Old-Password"><required/><value>a</value><value>${text}</value></field>`,
    `<field label=">" type='text-private'><value>${text}</value></field>`,
    `<field var="&#112;assword"><value>${text}</value></field>`,
    `<field var="&#x70;assword"><value>${cdata}</value></field>`,
    `<item><var>password</var><value>${text}</value></item>`,
    `<item><value>${text}</value><var>password</var></item>`,
    `<digest>${text}</digest>`,
  );
  return fc
    .tuple(fc.oneof(named, fields), depths)
    .map(([inner, outer]) => outer.reduce<string>((held, key) => `<${key}>x${held}<y/></${key}>`, inner));
}

function inParameters(secret: string): fc.Arbitrary<string> {
  const value = encodeURIComponent(secret);
  return fc
    .tuple(names, fc.boolean())
    .map(([name, isEncoded]) => `a=b&${isEncoded ? name.replace(/p/i, '%70') : name}=${value}&c=d`);
}

/** Wherever a client may write a secret; JSON and XML also where they are called something else. */
function placed(secret: string): fc.Arbitrary<Sent> {
  const texts = fc.oneof(inJson(secret), inXml(secret));
  const headers = fc.constantFrom(
    'Authorization',
    'Cookie',
    'X-Auth-Token',
    'X-Client-Secret',
    'X-New-Password',
  );
  const ascii = secret.trim();
  return fc.oneof(
    fc.record({
      by: fc.constant('body'),
      type: fc.constantFrom(JSON_TYPE, XML_TYPE, FORM_TYPE),
      text: texts,
    }),
    fc.record({ by: fc.constant('body'), type: fc.constant(FORM_TYPE), text: inParameters(secret) }),
    fc.record({ by: fc.constant('path'), text: inParameters(secret).map((query) => `/rest/x?${query}`) }),
    fc.record({ by: fc.constant('header'), name: fc.oneof(headers, names), text: fc.constant(ascii) }),
    fc.record({
      by: fc.constant('header'),
      name: fc.constantFrom('Referer', 'X-Note'),
      text: fc.oneof(
        inParameters(secret).map((query) => `http://a/?${query}`),
        fc.constant(`http://user:${encodeURIComponent(secret)}@a/`),
        names.map((name) => `${name}=${encodeURIComponent(secret)}`),
        inXml(secret).filter((xml) => !/&#|CDATA|<var>|=">"/.test(xml)),
      ),
    }),
    fc.record({ by: fc.constant('stanza'), text: inXml(secret).filter((xml) => !/x:|<var>/.test(xml)) }),
  ) as fc.Arbitrary<Sent>;
}

async function send({ emulator, request }: Tested, sent: Sent): Promise<void> {
  if (sent.by === 'path') await request.get(sent.text);
  else if (sent.by === 'header') await request.get('/rest/x').set(sent.name, sent.text);
  else if (sent.by === 'body')
    await request.post('/rest/user/a@domain.com').set('Content-Type', sent.type).send(sent.text);
  else {
    const alice = emulator.contact('alice@domain.com/a');
    alice.send(`<message to="bob@domain.com">${sent.text}</message>`);
  }
}

test('a secret that is placed anywhere stands neither in the journal nor in the log', async () => {
  const all = await tested({ release: '8.4' });
  const { emulator } = all;
  const lines: string[] = [];
  const logs = (['pretty', 'json'] as const).map((format) => createLog(format, (line) => lines.push(line)));
  emulator.onExchange((exchange) => {
    for (const log of logs) log({ event: 'request', exchange });
  });
  const cases = secrets.chain(({ token, secret }) => placed(secret).map((sent) => ({ token, sent })));
  const kept = fc.asyncProperty(cases, async ({ token, sent }) => {
    emulator.reset();
    lines.length = 0;
    await send(all, sent);
    const entries = emulator.journal.entries();
    const told = JSON.stringify(entries);
    if (sent.by === 'body') expect(entries[0]?.request?.body).toContain('…');
    expect(told).toContain(sent.by === 'stanza' ? 'bob@domain.com' : '/rest/');
    expect(told).not.toContain(token);
    expect(lines.join('')).not.toContain(token);
  });
  await holds(kept, { numRuns: 600 });
});
