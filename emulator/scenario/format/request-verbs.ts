import { z } from 'zod';
import { account, content, duration, expected, name, text } from './values.js';

/** What an application does: requests to the HTTP API. */

const noStatus = 'Invalid status: expected a status from 100 to 599';
const noTimes = 'Invalid number: expected a number from 1 on';

const status = z.int({ error: noStatus }).min(100, { error: noStatus }).max(599, { error: noStatus });

const answer = z.union(
  [
    z.literal('no answer').describe('the connection ends without one'),
    z.literal('success').describe('what a status change that was made is answered with'),
    z.literal('no success').describe('what one that was not made is answered with: a 200 all the same'),
    status.describe('the status alone'),
    z.strictObject({
      status: expected.optional(),
      reason: expected.optional().describe('the reason phrase'),
      headers: z.record(z.string(), expected).optional().describe('by name, in any letter case'),
      json: expected.optional().describe('the body, read as JSON'),
      xml: expected.optional().describe('the body, read as XML with namespaces; or { exactly: XML }'),
      text: expected.optional().describe('the body as a text, against one matcher'),
      bytes: content.optional().describe('the body, to the byte'),
    }),
  ],
  {
    error:
      'Invalid input: expected success, no success, no answer, a status such as 403, or keys such as { status: 200 }',
  },
);

/** What every request may say besides what it is. */
const request = {
  headers: z.record(z.string(), text).optional().describe('headers to send'),
  'api key': text.optional().describe("the API key; the run's own unless given; none: without one"),
  credentials: text
    .optional()
    .describe("USER:PASSWORD for HTTP Basic; the run's own unless given; none: without"),
  within: duration.optional().describe('how long the answer may take'),
  expect: answer.optional().describe('what the answer must be; success for a status, a 2xx else'),
};

const body = {
  json: z.unknown().optional().describe('the body, written as JSON; or { from file: PATH }'),
  xml: content.optional().describe('the body, as application/xml'),
  body: content.optional().describe('the body as it stands; Content-Type comes from headers'),
};

const statusChange = {
  resource: text.optional().describe('tigase-external unless given'),
  in: z.enum(['json', 'xml']).default('json').describe('the form in which it is sent'),
  ...request,
};

const polling = {
  until: answer.optional().describe('asks again until the answer is so'),
  unless: answer.optional().describe('ends the waiting early, as a failure'),
};

export const requestVerbs = {
  'sets status of': z.strictObject({
    'sets status of': account,
    available: text.optional(),
    priority: text.optional(),
    show: text.optional(),
    status: text.optional(),
    activity: z
      .strictObject({ category: text.optional(), type: text.optional(), text: text.optional() })
      .optional(),
    ...statusChange,
  }),
  'removes status of': z.strictObject({ 'removes status of': account, ...statusChange }),
  gets: z.strictObject({ gets: text, ...request, ...polling }),
  posts: z.strictObject({ posts: text, ...body, ...request }),
  puts: z.strictObject({ puts: text, ...body, ...request }),
  deletes: z.strictObject({ deletes: text, ...body, ...request }),
  requests: z.strictObject({
    requests: text.describe('a method and a path, such as PATCH /rest/user/{test}'),
    ...body,
    ...request,
  }),
};

export type AnswerValue = z.output<typeof answer>;

/** What an emulator does that a real server can't be told to. */
export const emulatorVerbs = {
  shows: z.strictObject({
    shows: z.enum(['presence', 'state']),
    of: account.optional().describe('whose presence'),
    expect: expected.optional(),
    until: expected.optional().describe('looks again until it is so'),
    unless: expected.optional().describe('ends the waiting early, as a failure'),
    within: duration.optional().describe('how long to wait'),
  }),
  'misbehaves for': z.strictObject({
    'misbehaves for': account,
    resource: text.optional(),
    status: status.optional().describe('answers with this status instead'),
    body: text.optional().describe('what the answer holds'),
    delay: duration.optional().describe('answers so much later'),
    drops: z.literal('connection').optional().describe('closes the connection without an answer'),
    never: z.literal('answers').optional().describe('keeps the connection open, silent'),
    success: z.literal(false).optional().describe('answers success: false'),
    applied: z.literal(true).optional().describe('makes the change all the same: only the answer is lost'),
    presence: z
      .union([z.enum(['drop', 'double']), z.strictObject({ delay: duration })])
      .optional()
      .describe('what contacts get of the user: nothing, everything twice, or late'),
    stream: z.literal('cut').optional().describe('breaks the connections of the user’s clients'),
    times: z
      .int({ error: noTimes })
      .min(1, { error: noTimes })
      .optional()
      .describe('how many requests, presences or streams; all unless given'),
  }),
};

/** Verbs that may stand alone, as a text. */
export const lonelyEmulatorVerbs = ['behaves'] as const;

export const play = z.strictObject({
  play: z.string().min(1).describe('a file with steps and parameters, from the folder of this one'),
  with: z.record(name, text).optional().describe('a value for each parameter: an account, or a text'),
  keeps: z.array(name).optional().describe('the variables that come back'),
});
