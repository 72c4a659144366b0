import { Validator } from '@seriousme/openapi-schema-validator';
import type { Response } from 'supertest';
import { describe, expect, test } from 'vitest';
import { controlRouter } from '../../emulator/control/control.js';
import { openapiDocument } from '../../emulator/control/openapi/document.js';
import { releaseNames } from '../../emulator/release.js';
import packageJson from '../../package.json' with { type: 'json' };
import { Contract, examplesOf, operationOf, operationsOf, valueIn } from '../support/openapi.js';
import { type Tested, tested, XML_TYPE } from '../support/requests.js';

const document = openapiDocument(packageJson.version, 'documented');
const contract = new Contract(document);
const operations = operationsOf(document);

describe.each(releaseNames)('the document of %s', (release) => {
  const ofRelease = openapiDocument('1.0.0', release);

  test('is OpenAPI 3.1', async () => {
    const result = await new Validator().validate({ ...structuredClone(ofRelease) });
    expect(result).toEqual({ valid: true });
  });

  /** The contract refuses to read a schema that has a mistake. */
  test('has schemas without a mistake, and examples that fit them', () => {
    const one = new Contract(ofRelease);
    for (const schema of Object.values(ofRelease.components.schemas)) one.errors(schema, null);
    for (const { where, type, media } of one.medias()) {
      one.errors(media.schema, null);
      for (const [name, value] of examplesOf(media)) {
        const errors = one.errors(media.schema, type === XML_TYPE ? valueIn(String(value), type) : value);
        expect({ where, type, name, errors }).toEqual({ where, type, name, errors: [] });
      }
    }
  });
});

test('ids are unique, tags are declared, and paths have their parameters', () => {
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  const tags = document.tags.map(({ name }) => name);
  for (const { path, operation } of operations) {
    for (const tag of operation.tags) expect(tags).toContain(tag);
    const inPath = operation.parameters?.filter((parameter) => parameter.in === 'path') ?? [];
    const named = Array.from(path.matchAll(/\{([^}]*)\}/g), ([, name]) => name);
    expect(inPath.map(({ name }) => name)).toEqual(named);
    for (const { schema, example } of operation.parameters ?? [])
      expect(contract.errors(schema, example)).toEqual([]);
  }
});

test('has the calls that there are, and no others', async () => {
  const { emulator } = await tested();
  const there = controlRouter(emulator).stack.flatMap(
    ({ path, methods }) =>
      methods
        .filter((method) => method !== 'HEAD') // which Koa adds to GET
        .map((method) => `${method} ${String(path).replace(/:(\w+)/g, '{$1}')}`)
        .map((call) => call.replace(/_emulator$/, '_emulator/')), // koa-router's own spelling
  );
  const documented = operations
    .filter(({ path }) => path.startsWith('/_emulator'))
    .map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  expect(documented.sort()).toEqual(there.sort());
});

test('is served as it is made, for the release', async () => {
  const { request } = await tested({ release: '8.4' });
  const answer = await request.get('/_emulator/openapi.json');
  expect(answer.body).toEqual(JSON.parse(JSON.stringify(openapiDocument(packageJson.version, '8.4'))));
  expect((await request.get('/_emulator/openapi.json')).text).toBe(answer.text);
});

type Call = (tested: Tested) => PromiseLike<Response>;

/** A call for every status of every operation. Problem documents are those that are given as examples. */
const CALLS: { readonly [operation: string]: { readonly [status: number]: Call } } = {
  getHealth: { 200: ({ request }) => request.get('/_emulator/health') },
  getState: {
    200: async ({ request, post }) => {
      await post('test@domain.com/status', '{"priority":"much","activity":{"category":"talking"}}');
      await post('test@domain.com/status/mobile', '{"show":"xa","status":"On the phone"}');
      return request.get('/_emulator/state');
    },
    400: ({ request }) => request.get('/_emulator/state?domian=domain.com'),
    404: ({ request }) => request.get('/_emulator/state?domain=example.org'),
  },
  addToState: {
    204: ({ request }) => request.patch('/_emulator/state').send({}),
    400: ({ request }) =>
      request.patch('/_emulator/state').send({ accounts: [{ jid: 'test', password: '' }] }),
    409: ({ request }) =>
      request.patch('/_emulator/state').send({ accounts: [{ jid: 'test@domain.com', password: '' }] }),
    413: ({ request }) => request.patch('/_emulator/state').send({ accounts: ' '.repeat(1024 ** 2) }),
  },
  getPresence: {
    200: async ({ request, emulator, post }) => {
      await post('test@domain.com/status', '{"activity":{"category":"talking","text":"to Bob"}}');
      emulator.contact('test@domain.com/client', { available: false });
      return request.get('/_emulator/presence/test@domain.com');
    },
    400: ({ request }) => request.get('/_emulator/presence/domain.com'),
  },
  reset: {
    204: ({ request }) => request.post('/_emulator/reset?domain=domain.com'),
    400: ({ request }) => request.post('/_emulator/reset?domian=domain.com'),
    404: ({ request }) => request.post('/_emulator/reset?domain=example.org'),
  },
  createDomain: { 201: ({ request }) => request.post('/_emulator/domains') },
  removeDomain: {
    204: async ({ request, emulator }) => {
      const { name } = await emulator.createDomain();
      return request.delete(`/_emulator/domains/${name}`);
    },
    404: async ({ request, emulator }) => {
      await emulator.createDomain();
      return request.delete('/_emulator/domains/d2.test');
    },
    409: ({ request }) => request.delete('/_emulator/domains/domain.com'),
  },
  takeSnapshot: { 201: ({ request }) => request.post('/_emulator/snapshots') },
  restoreSnapshot: {
    204: async ({ request }) => {
      await request.post('/_emulator/snapshots');
      return request.post('/_emulator/snapshots/snapshot-1/restore');
    },
    404: async ({ request }) => {
      await request.post('/_emulator/snapshots');
      return request.post('/_emulator/snapshots/snapshot-2/restore');
    },
  },
  removeSnapshot: {
    204: async ({ request }) => {
      await request.post('/_emulator/snapshots');
      return request.delete('/_emulator/snapshots/snapshot-1');
    },
    404: async ({ request }) => {
      await request.post('/_emulator/snapshots');
      return request.delete('/_emulator/snapshots/snapshot-2');
    },
  },
  getJournal: {
    200: async (all) => {
      await journalOfAllKinds(all);
      return all.request.get('/_emulator/journal');
    },
    400: ({ request }) => request.get('/_emulator/journal?limit=x'),
  },
  clearJournal: { 204: ({ request }) => request.delete('/_emulator/journal') },
  getScenario: {
    200: async ({ request, post }) => {
      await post('test@domain.com/status', '{"show":"xa"}');
      await post('test@domain.com/status', '{"show":"dnd"}');
      return request.get('/_emulator/journal/scenario?ids=2,3');
    },
    400: ({ request }) => request.get('/_emulator/journal/scenario?ids=x'),
    404: ({ request }) => request.get('/_emulator/journal/scenario?ids=9'),
  },
  getEvents: {
    200: async (all) => {
      await journalOfAllKinds(all);
      return events(all);
    },
    400: ({ request }) => request.get('/_emulator/events?since=2'),
  },
  verify: {
    200: ({ request }) => request.post('/_emulator/verify').send({ match: {}, times: 0 }),
    400: ({ request }) => request.post('/_emulator/verify').send({ match: { shwo: 'xa' } }),
    413: ({ request }) => request.post('/_emulator/verify').send({ match: ' '.repeat(1024 ** 2) }),
    422: async ({ request, post }) => {
      await post('test@domain.com/status', '{"show":"away"}');
      const match = { user: 'test@domain.com', show: 'xa' };
      return request.post('/_emulator/verify').send({ match, times: 1 });
    },
  },
  addFault: {
    201: ({ request }) => request.post('/_emulator/faults').send({ fault: { drop: true } }),
    400: ({ request }) => request.post('/_emulator/faults').send({ fault: { stauts: 503 } }),
    413: ({ request }) => request.post('/_emulator/faults').send({ match: ' '.repeat(1024 ** 2) }),
  },
  listFaults: {
    200: ({ request, emulator }) => {
      emulator.faults.add({
        match: { user: 'test@domain.com', domain: 'domain.com', resource: 'mobile' },
        fault: { delayMs: [1, 2], status: 503, body: { a: [1, null, { b: 'c' }] }, applied: true },
        times: 3,
      });
      emulator.faults.add({ fault: { delayMs: 1, status: 503, body: 'text' } });
      emulator.faults.add({ fault: { success: false } });
      emulator.faults.add({ fault: { noAnswer: true } });
      emulator.faults.add({ fault: { drop: true } });
      return request.get('/_emulator/faults');
    },
  },
  removeFaults: { 204: ({ request }) => request.delete('/_emulator/faults') },
  removeFault: {
    204: ({ request, emulator }) => {
      const { id } = emulator.faults.add({ fault: { drop: true } });
      return request.delete(`/_emulator/faults/${id}`);
    },
    404: ({ request, emulator }) => {
      emulator.faults.add({ fault: { drop: true } });
      return request.delete('/_emulator/faults/fault-2');
    },
  },
  getOpenApi: { 200: ({ request }) => request.get('/_emulator/openapi.json') },
};

/** Requests with answers and without, stanzas both ways, sessions, and notes with places. */
async function journalOfAllKinds({ emulator, post, request }: Tested): Promise<void> {
  const alice = emulator.contact('alice@domain.com/phone');
  await post('test@domain.com/status', '{"show":"foo","status":"On the phone"}');
  await post('test@domain.com/status', '<command>', XML_TYPE);
  await request.post('/rest/nowhere');
  await request.post('/rest/user/test@domain.com/status');
  alice.send('<presence><show>away</show></presence>');
  alice.send('<presence type="unavailable"/>');
  emulator.faults.add({ fault: { drop: true }, times: 1 });
  await post('test@domain.com/status', '{}').catch(() => {});
}

/** All events so far. */
async function events({ emulator, request }: Tested): Promise<Response> {
  return request
    .get('/_emulator/events')
    .set('Last-Event-ID', '0')
    .buffer(true)
    .parse((response, done) => {
      let text = '';
      response.on('data', (bytes) => {
        text += String(bytes);
        if (text.includes('data:')) void emulator.stop(); // which ends the stream
      });
      response.on('end', () => done(null, text));
    })
    .then((answer) => Object.assign(answer, { text: answer.body }));
}

const asked = Object.entries(CALLS).flatMap(([id, calls]) =>
  Object.entries(calls).map(([status, call]) => [id, Number(status), call] as const),
);

test.each(asked)('%s answers %i as documented', async (id, status, call) => {
  const operation = operationOf(document, id);
  const answer = await call(await tested());
  expect(answer.status).toBe(status);
  expect(contract.answerErrors(operation, answer)).toEqual([]);
  expectProblemOf(id, answer);
});

function expectProblemOf(id: string, answer: Response): void {
  if (answer.status < 400) return;
  const [[, example] = []] = examplesOf(
    operationOf(document, id).responses[answer.status]?.content?.['application/problem+json'],
  );
  const { title, detail } = JSON.parse(answer.text);
  expect({ title, detail }).toEqual({
    title: (example as { title: string }).title,
    detail: (example as { detail: string }).detail,
  });
}

/** What is served to people. */
const PAGE = ['/_emulator/', '/_emulator/inspector.js', '/_emulator/inspector.css'];

const controlled = operations.filter(({ path }) => path.startsWith('/_emulator'));

test.each(controlled)(
  '$method $path is refused to pages of other origins',
  async ({ method, path, operation }) => {
    const { request } = await tested();
    const answer = await request[method as 'get'](path).set('Origin', 'https://example.com');
    expect(answer.status).toBe(403);
    expect(contract.answerErrors(operation, answer)).toEqual([]);
    expectProblemOf(operation.operationId, answer);
  },
);

test.each(controlled.filter(({ path }) => !PAGE.includes(path)))(
  '$method $path takes no parameter that it does not know, and does nothing then',
  async ({ method, path, operation }) => {
    const { request, emulator, post } = await tested();
    await post('test@domain.com/status', '{"show":"xa"}');
    emulator.faults.add({ fault: { success: false } });
    const before = [emulator.state(), emulator.journal.entries(), emulator.faults.list()];
    const answer = await request[method as 'get'](`${path}?x=1`);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text).title).toBe('There is no parameter "x"');
    expect(contract.answerErrors(operation, answer)).toEqual([]);
    expect([emulator.state(), emulator.journal.entries(), emulator.faults.list()]).toEqual(before);
  },
);

test.each(['reset', 'domains', 'snapshots', 'snapshots/snapshot-1/restore'])(
  'POST %s takes no body, and does nothing where it holds something',
  async (path) => {
    const { request, emulator } = await tested();
    await request.post('/_emulator/snapshots');
    emulator.faults.add({ fault: { success: false } });
    for (const body of [{ domain: 'domain.com' }, []]) {
      const answer = await request.post(`/_emulator/${path}`).send(body);
      expect([answer.status, JSON.parse(answer.text).title]).toEqual([400, 'The call takes no body']);
    }
    expect(emulator.faults.list()).toHaveLength(1);
    expect(emulator.state().domains).toEqual(['domain.com']);
    expect((await request.post(`/_emulator/${path}`).send({})).status).toBeLessThan(300);
  },
);

test.each(PAGE)('%s is there, or was not built', async (path) => {
  const { request } = await tested();
  const answer = await request.get(path);
  const found = controlled.find((one) => one.path === path)?.operation;
  expect([200, 404]).toContain(answer.status);
  expect(found && contract.answerErrors(found, Object.assign(answer, { text: answer.text ?? '' }))).toEqual(
    [],
  );
});

test('every status of every operation is asked for', () => {
  const ofPage = (path: string) => PAGE.includes(path);
  const documented = controlled
    .filter(({ path }) => !ofPage(path))
    .flatMap(({ operation: { operationId, responses } }) =>
      Object.keys(responses).map((status) => `${operationId} ${status}`),
    )
    .filter((name) => !name.endsWith(' 403') && !name.endsWith(' 400'));
  const found = asked.filter(([, status]) => status !== 400).map(([id, status]) => `${id} ${status}`);
  expect(found.sort()).toEqual(documented.sort());
});

test('events carry entries of the journal', async () => {
  const all = await tested();
  await journalOfAllKinds(all);
  const { text } = await events(all);
  const data = Array.from(text.matchAll(/^id: \d+\ndata: (.*)$/gm), ([, json = '']) => JSON.parse(json));
  expect(data.length).toBeGreaterThan(5);
  const schema = { type: 'array', items: { $ref: '#/components/schemas/JournalEntry' } };
  expect(contract.errors(schema, data)).toEqual([]);
  expect(new Set(data.map(({ kind }) => kind))).toEqual(new Set(['request', 'stanza', 'session']));
});

const examples = operations.flatMap(({ method, path, operation }) =>
  Object.entries(operation.requestBody?.content ?? {}).flatMap(([type, media]) =>
    examplesOf(media).map(([name, value]) => ({ name, value, type, method, path, operation })),
  ),
);

test.each(examples)(
  '$method $path takes its example $name',
  async ({ value, type, method, path, operation }) => {
    const { request, emulator, post } = await tested();
    for (const resource of ['', '/mobile']) await post(`test@domain.com/status${resource}`, '{}'); // which can be ended
    const url = path.replace(/\{(.*?)\}/g, (_, name) =>
      String(operation.parameters?.find((parameter) => parameter.name === name)?.example),
    );
    const answer = await request[method as 'post'](path.startsWith('/rest') ? `${url}?api-key=API_KEY` : url)
      .set('Content-Type', type)
      .send(typeof value === 'string' ? value : JSON.stringify(value));
    expect(answer.status).toBeLessThan(300);
    if (path.startsWith('/rest')) expect(emulator.journal.entries().at(-1)?.notes).toEqual([]);
  },
);

test('parameters are taken as their examples say', async () => {
  for (const { method, path, operation } of operations) {
    const query = operation.parameters?.filter((parameter) => parameter.in === 'query') ?? [];
    if (query.length === 0) continue;
    const { request, post } = await tested();
    for (const show of ['xa', 'dnd', 'away']) await post('test@domain.com/status', JSON.stringify({ show }));
    const pairs = query.map(({ name, example }) => `${name}=${String(example)}`);
    const answer = await request[method as 'get'](`${path}?${pairs.join('&')}`);
    expect([path, answer.status < 300]).toEqual([path, true]);
  }
});
