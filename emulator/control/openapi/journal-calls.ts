import { z } from 'zod';
import { answerList, call, done, named, problem, queryParameter, startedHeader } from './answers.js';
import { entryKind } from './entry-schema.js';
import type { Parameter, Paths } from './openapi-types.js';

const { $schema, ...kind } = z.toJSONSchema(entryKind);

const FILTER: readonly Parameter[] = [
  queryParameter(
    'user',
    'bare JID of whom it is about, or of who got the stanza',
    { type: 'string' },
    'test@domain.com',
  ),
  queryParameter('domain', 'of one of them', { type: 'string' }, 'domain.com'),
  queryParameter('kind', 'what it tells of', kind, 'request'),
  queryParameter(
    'since',
    'after the entry of this id, or from a moment on',
    { anyOf: [{ type: 'integer' }, { type: 'string', format: 'date-time' }] },
    3,
  ),
  queryParameter('limit', 'the latest so many', { type: 'integer', minimum: 0 }, 10),
];

const ENTRY = {
  id: 2,
  at: '2026-11-24T12:00:00.000Z',
  kind: 'request',
  domain: 'domain.com',
  user: 'test@domain.com',
  resource: 'tigase-external',
  request: {
    method: 'POST',
    path: '/rest/user/test@domain.com/status?api-key=…',
    headers: { host: 'localhost:8080', 'content-type': 'application/json', 'content-length': '14' },
    body: '{"show":"foo"}',
  },
  response: {
    status: 200,
    headers: { 'transfer-encoding': 'chunked', 'content-type': 'application/json' },
    body: '{\n  "status": {\n    "user": "test@domain.com/tigase-external",\n    "available": "true",\n    "priority": "-1",\n    "show": "foo",\n    "status": null,\n    "success": true\n  }\n}',
  },
  change: { available: 'true', priority: '-1', show: 'foo', status: null, success: true },
  ms: 0.484,
  notes: [
    {
      code: 'show-unknown',
      severity: 'warning',
      text: 'show "foo" is not chat, away, xa or dnd (RFC 6121, section 4.7.2.1)',
    },
  ],
  caused: [1],
};

const EVENTS = `retry: 1000

id: 2
data: ${JSON.stringify(ENTRY)}

event: changed
data: {}

event: cleared
data: {"domain":"domain.com"}

`;

/** What happened. */
export const journalCalls: Paths = {
  '/_emulator/journal': {
    get: call('journal', {
      operationId: 'getJournal',
      summary: 'The entries that fit all that is named, oldest first',
      description: 'At most limits.journal are kept.',
      parameters: FILTER,
      responses: {
        200: answerList('The entries.', 'JournalEntry', [ENTRY]),
        400: problem('A parameter is wrong.', {
          title: 'The filter is wrong',
          status: 400,
          detail: 'limit: "x" is no number of entries: write a whole number from 0 on',
          instance: '/_emulator/journal?limit=x',
        }),
      },
    }),
    delete: call('journal', {
      operationId: 'clearJournal',
      summary: 'Forget every entry',
      responses: { 204: done },
    }),
  },
  '/_emulator/journal/scenario': {
    get: call('journal', {
      operationId: 'getScenario',
      summary: 'Requests as a scenario file',
      description: 'There are no secrets in it.',
      parameters: [
        {
          name: 'ids',
          in: 'query',
          required: true,
          description: 'of entries, in the order in which the story has them',
          schema: { type: 'array', items: { type: 'integer' }, minItems: 1 },
          style: 'form',
          explode: false,
          example: [2, 4],
        },
      ],
      responses: {
        200: {
          description: 'A file for run.',
          headers: {
            'Content-Disposition': { description: 'the name of the file', schema: { type: 'string' } },
          },
          content: { 'text/yaml': { schema: { type: 'string' } } },
        },
        400: problem('ids is no list, or an entry is no request that was answered.', {
          title: 'ids is no list of entries',
          status: 400,
          detail: 'Write the ids of requests: ids=3,4,5',
          instance: '/_emulator/journal/scenario?ids=x',
        }),
        404: problem('An entry is not kept.', {
          title: 'There is no scenario of these entries',
          status: 404,
          detail: 'there is no entry 9 in the journal, or not any more',
          instance: '/_emulator/journal/scenario?ids=9',
        }),
      },
    }),
  },
  '/_emulator/events': {
    get: call('journal', {
      operationId: 'getEvents',
      summary: 'The journal’s entries as they come, as Server-Sent Events',
      description:
        'Events without a name carry a JournalEntry under its id. changed ({}): accounts, rosters, domains or faults are others now. cleared ({} or {domain}): entries are gone. missed ({entries}): so many came faster than they could be told. more-caused: a JournalEntry that was told, with what it brought about since. Who does not read is cut off, and can come back.',
      parameters: [
        {
          name: 'Last-Event-ID',
          in: 'header',
          description: 'the last entry that was read: those after it come first',
          schema: { type: 'string' },
          example: '2',
        },
      ],
      responses: {
        200: {
          description: 'A stream without an end.',
          headers: startedHeader,
          content: {
            'text/event-stream': { schema: { type: 'string' }, examples: named({ example: EVENTS }) },
          },
        },
        400: problem('It takes no parameters.', {
          title: 'There is no parameter "since"',
          status: 400,
          detail: 'The call takes no parameters',
          instance: '/_emulator/events?since=2',
        }),
      },
    }),
  },
};
