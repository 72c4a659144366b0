import { describe, expect, test } from 'vitest';
import type { ReleaseName } from '../../emulator/index.js';
import { tested } from '../support/requests.js';

const ALICE = 'alice@domain.com';

/** What is noted of a stanza that alice sends, and what she gets then. */
async function sent(stanza: string, release: ReleaseName = '8.3') {
  const { emulator, post } = await tested({ release });
  await post('bob@domain.com/status/desk', '{"show":"xa"}').auth('admin@domain.com', 'admin');
  const alice = emulator.contact(`${ALICE}/home`);
  const told: unknown[] = [];
  emulator.onSessionEvent((event) => {
    if (event.type === 'stanza-received')
      told.push(...event.notes.map(({ severity, code, text }) => `${severity} ${code}: ${text}`));
  });
  const before = alice.received.length;
  alice.send(stanza);
  return { told, got: alice.received.slice(before).map(String) };
}

const body = '<body>x</body>';

describe('of what a client sends it is noted', () => {
  test.each<[string, string, ReleaseName?]>([
    [
      '<presence type="subscribe"/>',
      'warning presence-without-address: A presence of the type subscribe needs an address: to',
    ],
    [
      '<presence type="probe"/>',
      'warning presence-without-address: A presence of the type probe needs an address: to',
    ],
    [
      '<presence type="error"/>',
      'warning presence-without-address: A presence of the type error needs an address: to',
    ],
    ['<presence type="odd"/>', 'warning presence-type-unknown: odd is no type of a presence'],
    [
      '<presence type="odd" to="test@domain.com"/>',
      'warning presence-type-unknown: Tigase drops a presence to test@domain.com of the type odd',
    ],
    [
      '<presence type="subscribe" to="nobody@domain.com"/>',
      'info no-account: There is no account nobody@domain.com, so nobody answers',
    ],
    [
      '<presence type="unsubscribed" to="admin@domain.com"/>',
      'info subscription-unchanged: unsubscribed to admin@domain.com changes nothing, and is not sent on',
    ],
    [
      `<message>${body}</message>`,
      'warning message-without-address: Tigase 8.1 drops a message without an address: to',
      '8.1',
    ],
    [
      `<message to="@">${body}</message>`,
      'warning jid-malformed: "@" is no JID, and Tigase drops what is sent to it',
    ],
    [
      `<message to="domain.com">${body}</message>`,
      'warning no-receiver: Nothing at domain.com takes a message, and Tigase drops it',
    ],
    [
      `<message to="nobody@domain.com">${body}</message>`,
      'info no-account: There is no account nobody@domain.com, so the message is lost',
    ],
    [
      '<message to="test@domain.com" type="chat"/>',
      'info message-not-stored: test@domain.com is not there, and only messages with a body are stored',
    ],
    [
      '<iq to="test@domain.com" type="get" id="1"><query xmlns="jabber:iq:version"/></iq>',
      'info iq-unanswered: test@domain.com is not there, and Tigase does not answer for it',
    ],
    [
      '<iq type="set" id="1"><query xmlns="jabber:iq:roster"><item/></query></iq>',
      'warning roster-item-without-jid: A roster item without a JID: Tigase does not answer',
    ],
    [
      '<iq type="set" id="1"><query xmlns="jabber:iq:roster"/></iq>',
      'warning roster-item-without-jid: A roster item without a JID: Tigase does not answer',
    ],
  ])('%s: %s', async (stanza, note, release) => {
    const { told, got } = await sent(stanza, release);
    expect(told).toEqual([note]);
    expect(got.filter((one) => !one.includes('type="set"') && !one.includes('type="odd"'))).toEqual([]);
  });

  test('that its message reached an external session, which can not take it', async () => {
    const { told, got } = await sent(`<message to="bob@domain.com/desk" id="m">${body}</message>`);
    expect(told).toEqual([
      "warning message-bounced: The message reached the external session bob@domain.com/desk, which can't take it",
    ]);
    expect(got.join('')).toContain('feature-not-implemented');
    const lost = await sent(`<message to="bob@domain.com/desk" id="m">${body}</message>`, '8.4');
    expect(lost).toEqual({
      told: [
        'warning message-lost: The message reached the external session bob@domain.com/desk, and is lost',
      ],
      got: [],
    });
  });

  test('that an error bounces to nobody', async () => {
    const { told, got } = await sent('<message to="bob@domain.com/desk" type="error"/>');
    expect(told).toHaveLength(1);
    expect(got).toEqual([]);
  });

  test.each(['message', 'iq', 'presence'])(
    'that a %s went to a domain that is not served, which is an error',
    async (kind) => {
      const note =
        "warning domain-not-served: other.example is none of the server's domains, and there are no others";
      const type = kind === 'iq' ? ' type="get"' : '';
      const { told, got } = await sent(`<${kind} id="s" to="x@other.example"${type}/>`);
      expect(told).toEqual([note]);
      expect(got).toHaveLength(1);
      expect(got[0]).toMatch(
        /type="error".*<service-unavailable.*There is no service found to process your request\./,
      );
      for (const answer of ['error', 'result'])
        expect(await sent(`<${kind} id="s" to="x@other.example" type="${answer}"/>`)).toEqual({
          told: [note],
          got: [],
        });
    },
  );

  test('that it is no stanza', async () => {
    const { told, got } = await sent('<foo to="test@domain.com" id="f"/>');
    expect(told).toEqual(['warning stanza-unknown: <foo> is neither presence, message nor iq']);
    expect(got[0]).toMatch(/^<foo [^>]*type="error"/);
    expect(got[0]).toMatch(/feature-not-implemented.*Feature not supported yet\./);
    expect(got[0]).not.toContain('from="test@domain.com"');
  });

  test('nothing where it is as it should be', async () => {
    expect((await sent('<presence type="unavailable" to="bob@domain.com"/>')).told).toEqual([]);
    expect((await sent('<presence type="error" to="bob@domain.com"/>')).told).toEqual([]);
    expect((await sent(`<message to="test@domain.com">${body}</message>`)).told).toEqual([]);
    expect(await sent('<message to="nobody@domain.com" type="error"/>')).toMatchObject({ got: [] });
  });
});
