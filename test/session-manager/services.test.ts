import type { Element } from 'ltx';
import { describe, expect, test } from 'vitest';
import type { Contact } from '../../emulator/index.js';
import { tested } from '../support/requests.js';

const ALICE = 'alice@domain.com';
const TEST = 'test@domain.com';

async function clients() {
  const { emulator, post } = await tested({ release: '8.3' });
  const [alice, test] = [emulator.contact(`${ALICE}/home`), emulator.contact(`${TEST}/phone`)];
  return { emulator, post, alice, test };
}

let asked = 0;

/** What a client gets back for an iq: the answer without its address, or nothing. */
function ask(client: Contact, type: string, content: string, to?: string): Element | undefined {
  asked += 1;
  const id = `q${asked}`;
  client.send(`<iq id="${id}" type="${type}"${to === undefined ? '' : ` to="${to}"`}>${content}</iq>`);
  return client.received.find((stanza) => stanza.is('iq') && stanza.attrs.id === id);
}

/** The content of a result, or the condition of an error. */
function told(answer: Element | undefined): string {
  if (answer === undefined) return 'nothing';
  if (answer.attrs.type === 'error') return String(answer.getChild('error')?.getChildElements()[0]?.name);
  return answer.children.map(String).join('');
}

const vCard = '<vCard xmlns="vcard-temp"><FN>Alice</FN></vCard>';
const emptyCard = '<vCard xmlns="vcard-temp"/>';

describe('a vCard', () => {
  test('is kept for its owner, who may ask at the own address too', async () => {
    const { alice } = await clients();
    expect(told(ask(alice, 'get', emptyCard))).toBe(emptyCard);
    expect(told(ask(alice, 'set', vCard))).toBe('');
    expect(told(ask(alice, 'get', emptyCard))).toBe(vCard);
    expect(told(ask(alice, 'get', emptyCard, 'ALICE@domain.com'))).toBe(vCard);
  });

  test('is shown to others, who can not change it, whether its owner is there or not', async () => {
    const { alice, test: asking } = await clients();
    ask(alice, 'set', vCard);
    expect(told(ask(asking, 'get', emptyCard, ALICE))).toBe(vCard);
    alice.leave();
    expect(told(ask(asking, 'get', emptyCard, ALICE))).toBe(vCard);
    expect(told(ask(asking, 'set', '<vCard xmlns="vcard-temp"><FN>No</FN></vCard>', ALICE))).toBe(
      'not-allowed',
    );
    expect(told(ask(asking, 'get', emptyCard, ALICE))).toBe(vCard);
    expect(told(ask(asking, 'get', emptyCard))).toBe(emptyCard);
    expect(told(ask(asking, 'get', emptyCard, 'nobody@domain.com'))).toBe('nothing');
  });
});

describe('private XML (XEP-0049)', () => {
  const notes = '<notes xmlns="urn:notes"><n>1</n></notes>';
  const privately = (content: string) => `<query xmlns="jabber:iq:private">${content}</query>`;

  test('comes back by name and namespace, empty where nothing was stored', async () => {
    const { alice, test: other } = await clients();
    const stored = privately(`${notes}<notes xmlns="urn:other">2</notes>`);
    expect(told(ask(alice, 'set', stored))).toBe('');
    expect(told(ask(alice, 'get', privately('<notes xmlns="urn:notes"/>')))).toBe(privately(notes));
    expect(told(ask(alice, 'get', privately('<notes xmlns="urn:other"/><more xmlns="urn:notes"/>')))).toBe(
      privately('<notes xmlns="urn:other">2</notes><more xmlns="urn:notes"/>'),
    );
    expect(told(ask(other, 'get', privately('<notes xmlns="urn:notes"/>')))).toBe(
      privately('<notes xmlns="urn:notes"/>'),
    );
  });

  test("is no other's business, nor the server's", async () => {
    const { alice } = await clients();
    expect(told(ask(alice, 'get', privately('<notes xmlns="urn:notes"/>'), 'domain.com'))).toBe(
      'feature-not-implemented',
    );
  });
});

describe('the roster', () => {
  const roster = (items: string) => `<query xmlns="jabber:iq:roster">${items}</query>`;

  test('is asked of the account alone', async () => {
    const { alice } = await clients();
    expect(told(ask(alice, 'get', roster('')))).toContain('jid="test@domain.com"');
    expect(told(ask(alice, 'get', roster(''), ALICE))).toContain('jid="test@domain.com"');
    expect(told(ask(alice, 'get', roster(''), 'domain.com'))).toBe('feature-not-implemented');
  });

  test('loses only what is on it', async () => {
    const { alice } = await clients();
    const removed = (jid: string) => ask(alice, 'set', roster(`<item jid="${jid}" subscription="remove"/>`));
    expect(told(removed('nobody@domain.com'))).toBe('item-not-found');
    expect(told(removed(TEST))).toBe('');
    expect(told(removed(TEST))).toBe('item-not-found');
  });

  test('takes domains, and no JIDs that are none', async () => {
    const { alice } = await clients();
    const set = (jid: string) => ask(alice, 'set', roster(`<item jid="${jid}"/>`));
    expect(told(set('gateway.example'))).toBe('');
    expect(told(ask(alice, 'get', roster('')))).toContain('jid="gateway.example"');
    expect(told(set('a@b@c'))).toBe('bad-request');
  });

  test('is pushed to every client of the user, with ids that go up', async () => {
    const { emulator, alice } = await clients();
    const other = emulator.contact(`${ALICE}/other`);
    ask(alice, 'set', roster('<item jid="x@domain.com" name="X"/>'));
    ask(alice, 'set', roster('<item jid="y@domain.com"><group>G</group></item>'));
    for (const client of [alice, other]) {
      const pushes = client.received.filter((stanza) => stanza.is('iq') && stanza.attrs.type === 'set');
      expect(pushes.map(({ attrs }) => attrs.id)).toEqual(['rsttig1', 'rsttig2']);
      expect(pushes.map(({ attrs }) => attrs.to)).toEqual([client.jid, client.jid]);
      expect(String(pushes[1])).toContain(
        '<item jid="y@domain.com" name="y" subscription="none"><group>G</group></item>',
      );
    }
  });

  test('that loses a contact ends both subscriptions, and who was seen is gone', async () => {
    const { alice, test: other } = await clients();
    const [before, seen] = [other.received.length, alice.received.length];
    ask(alice, 'set', roster(`<item jid="${TEST}" subscription="remove"/>`));
    const types = (client: Contact, from: number) =>
      client.received.slice(from).flatMap((stanza) => (stanza.is('presence') ? [stanza.attrs.type] : []));
    expect(types(other, before)).toEqual(['unsubscribe', 'unsubscribed', 'unavailable']);
    expect(types(alice, seen)).toEqual(['unavailable']);
    const after = other.received.length;
    alice.send('<presence><show>dnd</show></presence>');
    expect(types(other, after)).toEqual([]);
  });

  test('that loses who was only asked, or only asks, takes that back', async () => {
    const { emulator, alice } = await clients();
    const admin = emulator.contact('admin@domain.com/desk');
    alice.send('<presence type="subscribe" to="admin@domain.com"/>');
    const before = admin.received.length;
    ask(alice, 'set', roster('<item jid="admin@domain.com" subscription="remove"/>'));
    expect(admin.received.slice(before).map(({ attrs }) => attrs.type)).toEqual(['unsubscribe']);
  });
});

describe('service discovery', () => {
  const info = '<query xmlns="http://jabber.org/protocol/disco#info"/>';

  test('tells the server from an account', async () => {
    const { alice } = await clients();
    expect(told(ask(alice, 'get', info, 'domain.com'))).toContain(
      '<identity category="server" type="im" name="Tigase ver. 8.3.1"/>',
    );
    expect(told(ask(alice, 'get', info))).toContain('<identity category="account" type="registered"/>');
    expect(told(ask(alice, 'get', info, ALICE))).toContain(
      '<identity category="account" type="registered"/>',
    );
  });

  test('has the message router among the items of the server, and no items of an account', async () => {
    const { alice } = await clients();
    const items = '<query xmlns="http://jabber.org/protocol/disco#items"/>';
    expect(told(ask(alice, 'get', items, 'domain.com'))).toMatch(
      /<item jid="message-router@domain.com" name="Tigase ver/,
    );
    expect(told(ask(alice, 'get', items))).toBe(items);
    expect(told(ask(alice, 'get', info, 'message-router@domain.com'))).toContain('category="server"');
    expect(told(ask(alice, 'get', info, 'message-router@domain.com/x'))).not.toContain('category="server"');
  });

  test('is no answer to answers', async () => {
    const { alice } = await clients();
    for (const type of ['result', 'error'])
      for (const to of [undefined, 'domain.com', 'bob@domain.com', 'bob@domain.com/x'])
        expect(told(ask(alice, type, info, to))).toBe('nothing');
  });
});

describe('a question to another user', () => {
  const version = '<query xmlns="jabber:iq:version"/>';

  test('goes to the client that is named', async () => {
    const { alice, test: other } = await clients();
    ask(alice, 'get', version, `${TEST}/PHONE`);
    expect(String(other.received.at(-1))).toMatch(/^<iq .*jabber:iq:version/);
  });

  test('is refused for a user who is there, and by an external session', async () => {
    const { alice, post } = await clients();
    await post('bob@domain.com/status/desk', '{}');
    expect(told(ask(alice, 'get', version, TEST))).toBe('feature-not-implemented');
    expect(told(ask(alice, 'get', version, `${TEST}/gone`))).toBe('recipient-unavailable');
    expect(told(ask(alice, 'get', version, 'bob@domain.com/desk'))).toBe('feature-not-implemented');
    expect(told(ask(alice, 'get', emptyCard, `${TEST}/gone`))).toBe('recipient-unavailable');
    const error = ask(alice, 'get', version, `${TEST}/gone`)?.getChild('error');
    expect(error?.getChildText('text')).toBe('The recipient is no longer available.');
  });

  test('is what answers are not, which come back to nobody', async () => {
    const { alice } = await clients();
    expect(told(ask(alice, 'result', '', `${TEST}/gone`))).toBe('nothing');
    expect(told(ask(alice, 'error', '', TEST))).toBe('nothing');
  });
});

test('who tells the version says that it is an emulator', async () => {
  const { alice } = await clients();
  expect(told(ask(alice, 'get', '<query xmlns="jabber:iq:version"/>', 'domain.com'))).toMatch(
    /<name>Tigase<\/name><version>8\.3\.1<\/version><os>tigase-emulator<\/os>/,
  );
  expect(told(ask(alice, 'get', '', 'domain.com'))).toBe('feature-not-implemented');
});
