import { describe, expect, onTestFinished, test } from 'vitest';
import { startEmulator, UsageError } from '../../emulator/index.js';
import type { RawStream } from '../support/raw-stream.js';
import { connectRaw } from '../support/raw-streams.js';
import { JSON_TYPE, type Tested, tested } from '../support/requests.js';
import { bind, errorEnd, header, plain, transports } from '../support/stream-words.js';

/** Posts a status with a key of one's own. */
const postWith = ({ request }: Tested, apiKey: string, path: string, body = '{"show":"xa"}') =>
  request.post(path).set('Api-Key', apiKey).set('Content-Type', JSON_TYPE).send(body);

const statusOf = (jid: string, resource = '') => `/rest/user/${jid}/status${resource}`;

describe('a domain for one test', () => {
  test('has a name of its own and nobody in it', async () => {
    const { emulator } = await tested({
      domains: ['domain.com', 'D2.test'],
      accounts: [{ jid: 'left@d3.test', password: 'left' }],
    });
    const names = [];
    for (let count = 0; count < 3; count += 1) names.push((await emulator.createDomain()).name);
    expect(names).toEqual(['d1.test', 'd4.test', 'd5.test']);
    expect(emulator.state().domains).toEqual(['domain.com', 'D2.test', ...names]);
    expect(emulator.state('D4.test')).toMatchObject({ domains: ['d4.test'], accounts: [], sessions: [] });
  });

  test('has accounts, with the local part as the password unless another is given', async () => {
    const { emulator } = await tested();
    const domain = await emulator.createDomain();
    expect(domain.account('test')).toEqual({ jid: 'test@d1.test', password: 'test' });
    expect(domain.account('boss', { password: 'secret', admin: true })).toEqual({
      jid: 'boss@d1.test',
      password: 'secret',
    });
    expect(emulator.state(domain.name).accounts).toMatchObject([
      { jid: 'test@d1.test', admin: false },
      { jid: 'boss@d1.test', admin: true },
    ]);
    expect(() => domain.account('test')).toThrow(
      new UsageError('jid: there is an account test@d1.test already', 'conflict'),
    );
    expect(() => domain.account('a/b')).toThrow(/^jid: "a\/b@d1.test" is no bare JID/);
    expect(() => domain.account('a', { pasword: 'a' } as object)).toThrow(/did you mean password\?$/);
  });

  test.each(['documented', '8.3', '8.4'] as const)(
    'has a key that opens its own calls alone, on %s',
    async (release) => {
      const server = await tested({ release });
      const { emulator, request } = server;
      const [one, other] = [await emulator.createDomain(), await emulator.createDomain()];
      const calls = (name: string) =>
        [
          ['post', statusOf(`test@${name}`), 200],
          ['post', statusOf(`test@${name}`, '/mobile'), 200],
          ['put', `/rest/user/carol@${name}`, 200],
          ['get', `/rest/user/carol@${name}`, 200],
          ['get', `/rest/users/${name}`, 200],
        ] as const;
      const statuses = async (name: string, key: string) => {
        const found = [];
        for (const [method, path] of calls(name)) {
          const asked = request[method](path).set('Api-Key', key).auth('admin@domain.com', 'admin');
          const body = method === 'put' ? '{"user":{"password":"a"}}' : '{}';
          found.push(
            (await (method === 'get' ? asked : asked.set('Content-Type', JSON_TYPE).send(body))).status,
          );
        }
        return found;
      };
      expect(one.apiKey).not.toBe(other.apiKey);
      expect(await statuses(one.name, one.apiKey)).toEqual(calls('').map(([, , status]) => status));
      expect(await statuses(other.name, one.apiKey)).toEqual([403, 403, 403, 403, 403]);
      expect(await statuses('domain.com', one.apiKey)).toEqual([403, 403, 403, 403, 403]);
      expect(await statuses('d1xtest', one.apiKey)).toEqual([403, 403, 403, 403, 403]);
      expect(await statuses(`${one.name}.org`, one.apiKey)).toEqual([403, 403, 403, 403, 403]);
      expect(await statuses(other.name, 'API_KEY')).toEqual([200, 200, 200, 200, 200]);
    },
  );

  test('shows its users nothing of those of the same name elsewhere', async () => {
    const server = await tested();
    const { emulator } = server;
    const [one, other] = [await emulator.createDomain(), await emulator.createDomain()];
    const contacts = [one, other].map((domain) => {
      const { jid: user } = domain.account('test');
      const { jid: contact } = domain.account('alice');
      emulator.addRosterItem(user, { jid: contact, subscription: 'both' });
      return emulator.contact(contact);
    });
    await postWith(server, one.apiKey, statusOf(`test@${one.name}`));
    await contacts[0]?.receives({ from: 'test@d1.test', show: 'xa' });
    expect(contacts[1]?.received.filter(({ attrs }) => /test@/.test(attrs.from))).toEqual([]);
    expect(emulator.presence('test@d1.test')).toHaveLength(1);
    expect(emulator.presence('test@d2.test')).toEqual([]);
  });
});

describe('a domain that is removed', () => {
  test('is gone with its key, its accounts and its sessions', async () => {
    const server = await tested();
    const { emulator, lastNotes } = server;
    const [one, other] = [await emulator.createDomain(), await emulator.createDomain()];
    for (const domain of [one, other]) {
      domain.account('test');
      for (const user of ['Test', 'nobody'])
        await postWith(server, domain.apiKey, statusOf(`${user}@${domain.name}`, `/${user}`));
      await postWith(server, 'API_KEY', statusOf(`upper@${domain.name.toUpperCase()}`));
      await server.request
        .put(`/rest/user/carol@${domain.name.toUpperCase()}?api-key=API_KEY`)
        .send({ user: { password: 'a' } });
    }
    const before = emulator.state();
    expect([before.accounts.length, before.sessions.length]).toEqual([8, 6]);
    await one.remove();
    const { domains, accounts, sessions } = emulator.state();
    expect(domains).toEqual(['domain.com', other.name]);
    expect([...accounts, ...sessions].filter(({ jid }) => /@d1\.test/i.test(jid))).toEqual([]);
    expect([accounts.length, sessions.length]).toEqual([6, 3]);
    expect(emulator.domains).not.toContain(one.name);
    expect((await postWith(server, one.apiKey, statusOf(`test@${one.name}`))).status).toBe(403);
    expect(lastNotes()).toEqual(['api-key-unknown']);
    const late = await postWith(server, 'API_KEY', statusOf(`test@${one.name}`));
    expect(late.body.status.success).toBe(false);
    expect(lastNotes()).toEqual(['domain-not-served']);
  });

  test('disconnects contacts inside the process, and those elsewhere see them leave', async () => {
    const { emulator } = await tested();
    const domain = await emulator.createDomain();
    const { jid } = domain.account('alice');
    emulator.addRosterItem('test@domain.com', { jid, subscription: 'both' });
    const elsewhere = emulator.contact('test@domain.com/desk');
    const inside = emulator.contact(`${jid}/phone`);
    await elsewhere.receives({ from: `${jid}/phone` });
    const waiting = inside.receives({ body: 'Hello' });
    await domain.remove();
    expect(inside.ended).toBe('its domain was removed');
    await expect(waiting).rejects.toThrow('its domain was removed');
    await elsewhere.receives({ from: `${jid}/phone`, type: 'unavailable' });
    expect(elsewhere.ended).toBeUndefined();
    expect(() => emulator.contact(jid)).toThrow(UsageError);
  });

  test.each(transports)('ends the streams of its clients over %s', async (transport) => {
    const emulator = await startEmulator({ port: 'off' });
    onTestFinished(() => emulator.stop());
    const domain = await emulator.createDomain();
    domain.account('alice');
    const opened = async (stream: RawStream) => {
      stream.send(header[transport].replace('domain.com', domain.name));
      await stream.until('</stream:features>');
      return stream;
    };
    const authenticated = async () => {
      const stream = await opened(await connectRaw(emulator, transport));
      await stream.authenticate('alice');
      return opened(stream);
    };
    const bound = await authenticated();
    bound.send(bind('phone'));
    await bound.until('</iq>');
    const unbound = await authenticated();
    const unknown = await opened(await connectRaw(emulator, transport));
    await domain.remove();
    expect(await bound.rest()).toBe(errorEnd(transport, 'host-gone'));
    unbound.send(bind('phone'));
    expect(await unbound.rest()).toBe(errorEnd(transport, 'host-gone'));
    unknown.send(plain('alice'));
    expect(await unknown.until('</failure>')).toContain('<not-authorized/>');
    expect(emulator.state().sessions).toEqual([]);
  });

  test('takes no accounts any more, and says so; to remove it again changes nothing', async () => {
    const { emulator } = await tested();
    const domain = await emulator.createDomain();
    await domain.remove();
    await domain.remove();
    expect(() => domain.account('test')).toThrow(
      new UsageError('the domain d1.test was removed: it takes no account test@d1.test'),
    );
    expect(() => domain.statusUrl('test')).toThrow('the domain d1.test was removed: no status is set there');
  });

  test('leaves room for the next, whose users have the same local parts', async () => {
    const server = await tested();
    for (let count = 1; count <= 3; count += 1) {
      const domain = await server.emulator.createDomain();
      const { jid } = domain.account('test');
      await postWith(server, domain.apiKey, statusOf(jid));
      expect(server.emulator.presence(jid)).toHaveLength(1);
      expect(domain.name).toBe(`d${count}.test`);
      await domain.remove();
    }
    expect(server.emulator.state()).toMatchObject({ domains: ['domain.com'], sessions: [] });
  });
});

test('a domain of an emulator that was stopped can be removed', async () => {
  const { emulator } = await tested();
  const domain = await emulator.createDomain();
  await emulator.stop();
  await domain.remove();
});

test('hundreds of domains come and go in a second, whoever else is there', async () => {
  const { emulator } = await tested();
  for (let user = 0; user < 2000; user += 1) {
    const jid = `user-${user}@domain.com`;
    emulator.addAccount({ jid, password: 'secret' });
    emulator.contact(jid);
  }
  const start = performance.now();
  for (let count = 0; count < 1000; count += 1) {
    const domain = await emulator.createDomain();
    const contact = emulator.contact(domain.account('test').jid);
    await domain.remove();
    expect(contact.ended).toBeDefined();
  }
  expect(performance.now() - start).toBeLessThan(2000);
});
