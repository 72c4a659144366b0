import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StanzaMatcher } from '../../emulator/scenario/match/stanza-matcher.js';
import { readXml } from '../../emulator/scenario/match/xml-node.js';
import { Inbox, type Taking } from '../../emulator/scenario/play/inbox.js';
import { matcher } from '../support/matching.js';

type Fields = { readonly [field in StanzaMatcher['fields'][number]['field']]?: unknown };

function expected(kind: StanzaMatcher['kind'], fields: Fields = {}): StanzaMatcher {
  return {
    path: [],
    kind,
    fields: Object.entries(fields).map(([field, value]) => ({
      field: field as keyof Fields,
      matcher: matcher(value),
    })),
    xml: undefined,
  };
}

function add(inbox: Inbox, ...stanzas: readonly string[]): void {
  for (const xml of stanzas) inbox.add(xml, readXml(xml, 'jabber:client'));
}

function inboxWith(...stanzas: readonly string[]): Inbox {
  const inbox = new Inbox();
  add(inbox, ...stanzas);
  return inbox;
}

const presence = (from: string, show: string) => `<presence from="${from}"><show>${show}</show></presence>`;
const message = (from: string, body: string) => `<message from="${from}"><body>${body}</body></message>`;

/** What was taken, `undefined` where nothing was. */
function taken(takings: readonly Taking[]): (string | undefined)[] {
  return takings.map((taking) => ('taken' in taking ? taking.taken.xml : undefined));
}

/** Takes what is there already. */
async function take(inbox: Inbox, ...wanted: readonly StanzaMatcher[]): Promise<(string | undefined)[]> {
  return taken(await inbox.takeAll(wanted, {}, 0));
}

const LONG = 60_000;
const [xa, dnd] = [presence('a@d/1', 'xa'), presence('a@d/1', 'dnd')];

describe('an inbox', () => {
  test('gives a stanza by what it is, never by its position', async () => {
    const other = presence('b@d/1', 'chat');
    const inbox = inboxWith(xa, other, message('c@d', 'Hello'));
    expect(await take(inbox, expected('message'))).toEqual([message('c@d', 'Hello')]);
    expect(await take(inbox, expected('presence', { from: 'b@d' }))).toEqual([other]);
    expect(inbox.left.map(({ xml }) => xml)).toEqual([xa]);
  });

  test('gives each stanza once, the first that came first', async () => {
    const inbox = inboxWith(xa, dnd);
    const any = expected('presence');
    expect(await take(inbox, any)).toEqual([xa]);
    expect(await take(inbox, any)).toEqual([dnd]);
    expect(await take(inbox, any)).toEqual([undefined]);
  });

  test('takes several in any order, each expectation its own', async () => {
    const any = expected('presence');
    const show = expected('presence', { show: 'xa' });
    expect(await take(inboxWith(dnd, xa), show, expected('presence', { show: 'dnd' }))).toEqual([xa, dnd]);
    expect(await take(inboxWith(xa, dnd), any, show)).toEqual([dnd, xa]);
    expect(await take(inboxWith(xa), any, any)).toEqual([xa, undefined]);
  });

  test('does not give a stanza that came before another of its kind and sender that was taken', async () => {
    const inbox = inboxWith(xa, dnd);
    expect(await take(inbox, expected('presence', { show: 'dnd' }))).toEqual([dnd]);
    const [taking] = await inbox.takeAll([expected('presence', { show: 'xa' })], {}, 0);
    expect(taking).toMatchObject({
      nearest: [{ arrived: { xml: xa }, tooEarly: true, match: { mismatches: [] } }],
    });
    expect(inbox.left.map(({ xml }) => xml)).toEqual([xa]);
  });

  test.each([
    ['from another resource', presence('a@d/2', 'xa')],
    ['from another sender', presence('b@d/1', 'xa')],
    ['of another kind', message('a@d/1', 'Hello')],
    ['without a sender', '<presence/>'],
  ])('gives an earlier one %s all the same', async (_, earlier) => {
    const inbox = inboxWith(earlier, dnd);
    expect(await take(inbox, expected('presence', { show: 'dnd' }))).toEqual([dnd]);
    expect(await take(inbox, expected(undefined))).toEqual([earlier]);
  });

  test('lets one step take stanzas of one sender in any order, and goes on after the last', async () => {
    const chat = presence('a@d/1', 'chat');
    const inbox = inboxWith(xa, dnd, chat);
    const shows = ['chat', 'dnd'].map((show) => expected('presence', { show }));
    expect(await take(inbox, ...shows)).toEqual([chat, dnd]);
    expect(await take(inbox, expected('presence'))).toEqual([undefined]);
  });

  test('waits until what is expected comes, and takes nothing else meanwhile', async () => {
    const inbox = inboxWith(xa);
    const taking = inbox.takeAll([expected('presence', { show: 'dnd' })], {}, LONG);
    add(inbox, message('b@d', 'Hello'));
    add(inbox, dnd);
    expect(taken(await taking)).toEqual([dnd]);
    expect(inbox.left.map(({ xml }) => xml)).toEqual([xa, message('b@d', 'Hello')]);
  });

  test('waits for all of several', async () => {
    const inbox = inboxWith(dnd);
    const wanted = ['xa', 'dnd'].map((show) => expected('presence', { show }));
    const taking = inbox.takeAll(wanted, {}, LONG);
    add(inbox, xa);
    expect(taken(await taking)).toEqual([xa, dnd]);
  });

  test('gives up when its time is over, with the nearest first', async () => {
    const inbox = inboxWith(message('a@d/1', 'Hello'), presence('b@d/1', 'chat'), dnd);
    const wanted = expected('presence', { from: 'a@d/1', show: 'xa' });
    const [taking] = await inbox.takeAll([wanted], {}, 20);
    expect(taking).toMatchObject({
      nearest: [
        { arrived: { xml: dnd } },
        { arrived: { xml: presence('b@d/1', 'chat') } },
        { arrived: { xml: message('a@d/1', 'Hello') } },
      ],
    });
    expect(inbox.left).toHaveLength(3);
  });

  test('gives up at once when nothing can come any more, but gives what came', async () => {
    const inbox = inboxWith(xa);
    const taking = inbox.takeAll([expected('message')], {}, LONG);
    inbox.end('the stream was closed');
    expect(taken(await taking)).toEqual([undefined]);
    expect(inbox.ended).toBe('the stream was closed');
    expect(taken(await inbox.takeAll([expected('presence')], {}, LONG))).toEqual([xa]);
  });

  test('tells whether it is over, and waits for that', async () => {
    const inbox = new Inbox();
    expect(await inbox.isOver(0)).toBe(false);
    const over = inbox.isOver(LONG);
    inbox.end('conflict');
    inbox.end('a second reason');
    expect(await over).toBe(true);
    expect(inbox.ended).toBe('conflict');
  });

  test('keeps what is captured, with variables filled in', async () => {
    const inbox = inboxWith(xa);
    const fields = { from: '{sender}', show: { 'captured as': 'show' } };
    const [taking] = await inbox.takeAll([expected('presence', fields)], { sender: 'A@d' }, 0);
    expect(taking).toMatchObject({ match: { captures: { show: 'xa' } } });
  });
});

test('whatever comes and is taken, nothing is lost, given twice, or given in the wrong order of one sender', async () => {
  const stanza = fc.record({
    kind: fc.constantFrom('presence', 'message'),
    from: fc.constantFrom('a@d/1', 'a@d/2', 'b@d/1'),
  });
  const story = fc.array(fc.oneof(stanza, fc.nat({ max: 12 })), { maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(story, async (events) => {
      const inbox = new Inbox();
      const came: { xml: string; series: string; state: 'left' | 'taken' }[] = [];
      for (const event of events) {
        if (typeof event === 'object') {
          const { kind, from } = event;
          const xml = `<${kind} from="${from}" id="${came.length}"/>`;
          came.push({ xml, series: `${kind} ${from}`, state: 'left' });
          add(inbox, xml);
          continue;
        }
        const wanted = came[event];
        const later = came
          .slice(event + 1)
          .some(({ series, state }) => series === wanted?.series && state === 'taken');
        const isFree = wanted?.state === 'left' && !later;
        expect(await take(inbox, expected(undefined, { id: String(event) }))).toEqual([
          isFree ? wanted.xml : undefined,
        ]);
        if (isFree) wanted.state = 'taken';
      }
      expect(inbox.left.map(({ xml }) => xml)).toEqual(
        came.filter(({ state }) => state === 'left').map(({ xml }) => xml),
      );
    }),
  );
});
