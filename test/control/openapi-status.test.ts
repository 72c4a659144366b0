import type { Response } from 'supertest';
import { describe, expect, test } from 'vitest';
import { openapiDocument } from '../../emulator/control/openapi/document.js';
import { releaseNames } from '../../emulator/release.js';
import { Contract, examplesOf, operationOf, typeOf, valueIn } from '../support/openapi.js';
import { JSON_TYPE, type Tested, tested, XML_TYPE } from '../support/requests.js';

type Call = (tested: Tested) => PromiseLike<Response>;

describe.each(releaseNames)('the status endpoint of %s', (release) => {
  const ofRelease = new Contract(openapiDocument('1.0.0', release));
  const operation = operationOf(ofRelease.document, 'setStatus');
  const asAdmin = ['admin@domain.com', 'admin'] as const;

  async function expectAnswer(call: Call, status: number, options = {}): Promise<Response> {
    const answer = await call(await tested({ release, ...options }));
    expect(answer.status).toBe(status);
    expect(ofRelease.answerErrors(operation, answer)).toEqual([]);
    return answer;
  }

  const setting =
    (body: string, type = JSON_TYPE): Call =>
    ({ post }) =>
      post('test@domain.com/status', body, type).auth(...asAdmin);

  test.each([JSON_TYPE, XML_TYPE])('answers the examples of %s with those', async (type) => {
    const { documented } = Object.fromEntries(examplesOf(operation.requestBody?.content[type]));
    const body = typeof documented === 'string' ? documented : JSON.stringify(documented);
    for (const id of ['setStatus', 'setStatusOfResource']) {
      const { responses } = operationOf(ofRelease.document, id);
      const { done, refused } = Object.fromEntries(examplesOf(responses[200]?.content?.[type]));
      const resource = id === 'setStatus' ? '' : '/mobile';
      for (const [expected, options] of [
        [done, {}],
        [refused, { trusted: [] }],
      ] as const) {
        const call: Call = ({ post }) =>
          post(`test@domain.com/status${resource}`, body, type).auth(...asAdmin);
        const { text } = await expectAnswer(call, 200, options);
        expect(typeof expected === 'string' ? text : JSON.parse(text)).toEqual(expected);
      }
    }
  });

  test.each([
    ['{}', JSON_TYPE],
    ['{"show":null,"activity":{"category":"talking","type":"on_the_phone","more":[1]}}', JSON_TYPE],
    ['{"available":"false","priority":5,"show":"foo","command":null}', JSON_TYPE],
    ['<command/>', 'text/plain'],
    ['<command><show>dnd</show><activity><category>talking</category></activity></command>', XML_TYPE],
    ['<command><available>false</available></command>', XML_TYPE],
  ])('answers %s of %s as documented', async (body, type) => {
    await expectAnswer(setting(body, type), type === 'text/plain' ? 500 : 200);
  });

  test('refuses as documented', async () => {
    const PATH = '/rest/user/test@domain.com/status';
    const [[, missing], [, refused]] = examplesOf(operation.responses[403]?.content?.['*/*']) as [
      [string, unknown],
      [string, unknown],
    ];
    const statusOf = (status: number, call: Call, options = {}) => expectAnswer(call, status, options);
    expect((await statusOf(403, ({ request }) => request.post(PATH))).text).toBe(missing);
    expect((await statusOf(403, ({ request }) => request.post(`${PATH}?api-key=NO`))).text).toBe(refused);
    await statusOf(401, ({ request }) => request.post(PATH), { openAccess: true });
    if (release === '8.4') await statusOf(401, ({ post }) => post('test@domain.com/status', '{}'));
    const notFound = await statusOf(404, ({ post }) => post('te@st@domain.com/status', '{}'));
    expect(examplesOf(operation.responses[404]?.content?.['*/*'])).toEqual([['example', notFound.text]]);
    await statusOf(400, ({ request }) => request.post(`${PATH}?^`));
    await statusOf(413, setting(`{"status":"${'x'.repeat(2000)}"}`), { limits: { body: '1kb' } });
    for (const [body, type] of [
      ['[1]', JSON_TYPE],
      ['<command', XML_TYPE],
      ['', JSON_TYPE],
    ] as const)
      await statusOf(500, setting(body, type));
    const statuses = Object.keys(operation.responses);
    expect(statuses.sort()).toEqual(['200', '400', '401', '403', '404', '413', '500', 'default']);
  });
});

test.each([
  ['text', 'text/plain'],
  [{ retry: 1 }, JSON_TYPE],
  [undefined, undefined],
])('a fault with the body %j answers by the default', async (body, type) => {
  const { emulator, post } = await tested();
  emulator.faults.add({ fault: { status: 503, ...(body === undefined ? {} : { body }) } });
  const answer = await post('test@domain.com/status', '{}');
  expect(typeOf(answer)).toBe(type);
  const contract = new Contract(openapiDocument('1.0.0', 'documented'));
  const { default: fault } = operationOf(contract.document, 'setStatus').responses;
  const media = fault?.content?.[type ?? '*/*'];
  expect(media && contract.errors(media.schema, valueIn(answer.text, type))).toEqual([]);
});
