import { describe, expect, test } from 'vitest';
import { tested } from '../support/requests.js';

const FAULTS = '/_emulator/faults';

describe('which fault a call gets', () => {
  test('the first that matches, in the order added, as often as it says', async () => {
    const { emulator, request, post } = await tested();
    emulator.faults.add({ match: { user: 'alice@domain.com' }, fault: { status: 501 } });
    emulator.faults.add({ match: {}, fault: { status: 502 }, times: 2 });
    emulator.faults.add({ fault: { status: 503 } });
    const statuses = async (...users: string[]) => {
      const found = [];
      for (const user of users) found.push((await post(`${user}@domain.com/status`, '{}')).status);
      return found;
    };
    expect(await statuses('test', 'alice')).toEqual([502, 501]);
    expect((await request.get(FAULTS)).body).toEqual([
      { id: 'fault-1', match: { user: 'alice@domain.com' }, fault: { status: 501 } },
      { id: 'fault-2', match: {}, fault: { status: 502 }, times: 1 },
      { id: 'fault-3', match: {}, fault: { status: 503 } },
    ]);
    expect(await statuses('alice', 'test', 'test')).toEqual([501, 502, 503]);
    expect(emulator.faults.list().map(({ id }) => id)).toEqual(['fault-1', 'fault-3']);
  });

  test.each([
    [{ user: 'TEST@Domain.com' }, ['test@domain.com/status', 'Test@domain.COM/status/a']],
    [{ domain: 'Example.org' }, ['test@example.org/status']],
    [{ resource: 'Tigase-External' }, ['test@domain.com/status', 'test@example.org/status']],
    [{ user: 'test@domain.com', resource: 'a' }, ['Test@domain.COM/status/a']],
    [{ user: 'test@domain.com', domain: 'DOMAIN.com', resource: 'b' }, []],
  ])('%j: as JIDs are compared', async (match, hit) => {
    const { emulator, post } = await tested({ domains: ['domain.com', 'example.org'] });
    emulator.faults.add({ match, fault: { status: 503 } });
    const calls = [
      'test@domain.com/status',
      'Test@domain.COM/status/a',
      'test@example.org/status',
      'tes@domain.com/status/ab',
    ];
    const found = [];
    for (const call of calls) if ((await post(call, '{}')).status === 503) found.push(call);
    expect(found).toEqual(hit);
  });

  test('none where the request has no API key, or is no call of the status endpoint', async () => {
    const { emulator, request } = await tested();
    emulator.faults.add({ fault: { status: 503 }, times: 1 });
    expect((await request.post('/rest/user/test@domain.com/status').send({})).status).toBe(403);
    expect((await request.get('/rest/user/test@domain.com?api-key=API_KEY')).status).toBe(200);
    expect(emulator.faults.list()).toMatchObject([{ times: 1 }]);
  });

  test('none after all are removed', async () => {
    const { emulator, request, post } = await tested();
    for (const status of [501, 502, 503]) emulator.faults.add({ fault: { status } });
    expect((await request.delete(`${FAULTS}/fault-1`)).status).toBe(204);
    expect((await post('test@domain.com/status', '{}')).status).toBe(502);
    const again = await request.delete(`${FAULTS}/fault-1`);
    expect(again.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(again.text)).toEqual({
      title: 'There is no fault "fault-1"',
      status: 404,
      detail: 'There are fault-2, fault-3',
      instance: `${FAULTS}/fault-1`,
    });
    expect(emulator.faults.remove('fault-2')).toBe(true);
    expect(emulator.faults.remove('fault-2')).toBe(false);
    expect((await post('test@domain.com/status', '{}')).status).toBe(503);
    expect((await request.delete(FAULTS)).status).toBe(204);
    expect((await request.get(FAULTS)).body).toEqual([]);
    expect((await post('test@domain.com/status', '{}')).status).toBe(200);
  });

  test('one that a list shows can not be changed through it', async () => {
    const { emulator } = await tested();
    emulator.faults.add({ match: { user: 'test@domain.com' }, fault: { status: 503, body: { a: 1 } } });
    const [shown] = emulator.faults.list();
    Object.assign(shown?.match ?? {}, { user: 'alice@domain.com' });
    Object.assign(shown?.fault.body ?? {}, { a: 2 });
    expect(emulator.faults.list()).toMatchObject([
      { match: { user: 'test@domain.com' }, fault: { body: { a: 1 } } },
    ]);
  });
});
