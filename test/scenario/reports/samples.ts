import type { Note } from '../../../emulator/note.js';
import type { Place } from '../../../emulator/scenario/place.js';
import type {
  Happening,
  PlayedAnswer,
  PlayedRequest,
  RunResult,
  ScenarioResult,
  StepResult,
} from '../../../emulator/scenario/result.js';

const STATUS_FILE = 'scenarios/status.yaml';
const EDGES_FILE = 'scenarios/edge cases/odd & "quoted".yaml';
const USER = 'test@domain.com/tigase-external';

function place(file: string, line: number, column: number, text: string): Place {
  return { file, line, column, text };
}

function step(text: string, more: Partial<StepResult> = {}): StepResult {
  return {
    section: 'steps',
    text,
    place: place(STATUS_FILE, 9, 5, `  - ${text}`),
    depth: 0,
    outcome: 'passed',
    ms: 1.25,
    happenings: [],
    ...more,
  };
}

function exchange(
  request: Partial<PlayedRequest>,
  answer: Partial<PlayedAnswer> | string,
  notes: readonly Note[] = [],
): Happening {
  const none = typeof answer === 'string';
  return {
    kind: 'exchange',
    request: {
      method: 'POST',
      url: 'http://127.0.0.1:40123/rest/user/test@domain.com/status?api-key=…',
      headers: [
        ['Host', '127.0.0.1:40123'],
        ['Content-Type', 'application/json'],
        ['Content-Length', '37'],
      ],
      body: '{"show":"xa","status":"On the phone"}',
      ...request,
    },
    answer: none
      ? undefined
      : {
          status: 200,
          reason: 'OK',
          headers: [
            ['Transfer-encoding', 'chunked'],
            ['Content-type', 'application/json'],
          ],
          body: STATUS_ANSWER,
          ...answer,
        },
    problem: none ? answer : undefined,
    ms: 11.6,
    notes,
  };
}

const STATUS_ANSWER = JSON.stringify(
  {
    status: {
      user: USER,
      available: 'true',
      priority: '-1',
      show: 'xa',
      status: 'On the phone',
      success: true,
      activity: null,
    },
  },
  undefined,
  4,
);

function stanza(xml: string, actor = 'alice', direction: 'sent' | 'received' = 'received'): Happening {
  return { kind: 'stanza', direction, actor, xml };
}

const PRESENCE =
  `<presence xmlns="jabber:client" to="alice@domain.com/phone" from='${USER}'>` +
  '<priority>-1</priority><show>xa</show><status>On the phone</status></presence>';

const BEGINNING: readonly StepResult[] = [
  step('an emulator of release 8.3', { section: 'given', ms: 0.4 }),
  step('alice is online', {
    section: 'given',
    ms: 8.3,
    happenings: [stanza('<presence/>', 'alice', 'sent'), stanza('<presence from="alice@domain.com/phone"/>')],
  }),
];

function scenario(name: string, more: Partial<ScenarioResult> = {}): ScenarioResult {
  return {
    file: STATUS_FILE,
    name,
    line: 1,
    tags: [],
    outcome: 'passed',
    startedAt: '2026-03-01T09:30:00.250Z',
    ms: 38.4,
    steps: [],
    ...more,
  };
}

export const passing = scenario('A contact sees the status (format json)', {
  description: 'What the HTTP API sets is what a contact on the roster sees.',
  tags: ['smoke', 'presence'],
  steps: [
    ...BEGINNING,
    step('set the status of test to xa, "On the phone"', { ms: 12.1, happenings: [exchange({}, {})] }),
    step('alice receives presence, from {test}, show xa', { ms: 2.2, happenings: [stanza(PRESENCE)] }),
    step('remove the status of test', { section: 'finally', depth: 1 }),
  ],
});

const MISSPELLED: Note = {
  code: 'field-ignored',
  severity: 'warning',
  text: 'prioriti is ignored: Tigase does not know it. Did you mean priority?',
  line: 1,
  column: 14,
};

const NEAREST = PRESENCE.replace('xa', 'dnd').replace('On the phone', 'Away &amp; out');

export const failing = scenario('A contact sees the status (format xml)', {
  tags: ['smoke'],
  outcome: 'failed',
  ms: 1023.7,
  startedAt: '2026-03-01T09:30:00.300Z',
  steps: [
    ...BEGINNING,
    step('set the status of test to xa, "On the phone"', {
      happenings: [
        exchange(
          {
            headers: [['Content-Type', 'application/xml']],
            body: '<command>\n  <prioriti>-5</prioriti>\n  <show>dnd</show>\n</command>',
          },
          {
            headers: [['Content-type', 'application/xml']],
            body: `<status>\n  <user>${USER}</user>\n  <show>dnd</show>\n</status>`,
          },
          [MISSPELLED],
        ),
      ],
    }),
    step('alice receives presence, from {test}, show xa', {
      outcome: 'failed',
      ms: 1000.2,
      happenings: [stanza(NEAREST)],
      failure: {
        message: 'alice received no presence that fits within 1 s.',
        place: place(STATUS_FILE, 14, 7, '    - alice receives: { presence: { from: "{test}", show: xa } }'),
        differences: [
          { what: 'presence › show', expected: '"xa"', found: '"dnd"' },
          { what: 'presence › status', expected: 'a text that matches ^On', found: '"Away & out"' },
        ],
        nearest: NEAREST,
        left: ['<message from="bob@domain.com/pc" type="chat"><body>Hello?</body></message>'],
      },
    }),
    step('alice goes offline', { outcome: 'skipped', reason: 'a step before it failed', ms: 0 }),
    step('remove the status of test', { section: 'finally' }),
  ],
});

const LONG = `${'Lorem ipsum dolor sit amet, '.repeat(20)}consectetur`;

export const refused = scenario('The answer is as documented', {
  outcome: 'failed',
  line: 40,
  ms: 52,
  steps: [
    ...Array.from({ length: 11 }, (_, index) => step(`set the status of user ${index}`)),
    step('set the status of test', {
      outcome: 'failed',
      happenings: [
        exchange({}, { status: 403, reason: 'Forbidden', headers: [], body: '' }, [
          { code: 'api-key-unknown', severity: 'error', text: 'There is no API key of this value.' },
        ]),
      ],
      failure: {
        message: 'The answer is not as expected.',
        place: place(STATUS_FILE, 52, 10, '\texpect: { status: 200 }'),
        differences: [
          { what: 'answer › status', expected: '200', found: '403' },
          { what: 'answer › json › status', expected: `"${LONG} red end"`, found: `"${LONG} blue end"` },
          { what: 'answer › json › status', expected: '{ "user": any value }', found: 'absent' },
        ],
        curl:
          "curl -X POST -H 'Content-Type: application/json' \\\n" +
          '  -d \'{"show":"xa"}\' "http://127.0.0.1:40123/rest/user/test@domain.com/status?api-key=$API_KEY"',
      },
    }),
    step('remove the status of test', {
      section: 'finally',
      outcome: 'failed',
      happenings: [
        exchange({ method: 'DELETE', body: undefined }, 'connection refused: is the server running?'),
      ],
      failure: {
        message: 'No answer came.',
        place: place('scenarios/parts/clean-up.yaml', 3, 5, '  - remove the status of test'),
        differences: [],
      },
    }),
  ],
});

export const skipped = scenario('Clusters agree', {
  outcome: 'skipped',
  reason: 'needs release 8.4, the target is 8.3',
  ms: 0,
  line: 70,
});

/** Everything that could break a report's own format. */
export const odd = scenario(
  '<script>alert(1)</script> ]]> "\'&amp; \u001b[31mred\u0000 \u202eevil 👩‍💻 名前 \ud800',
  {
    file: EDGES_FILE,
    description: '--> </style></script><img src=x onerror=alert(2)>',
    tags: ['<b>bold</b>'],
    outcome: 'failed',
    steps: [
      step('bob sends <message/>\nwith two lines', {
        happenings: [
          stanza(
            `<message to="a@b" type="chat"><body>x &lt; y ${'long '.repeat(400)}</body><x/></message>`,
            'bob',
            'sent',
          ),
          stanza('<iq><not well formed', 'bob'),
          stanza(
            '<message><html><body><p>mixed <b>bold</b> text</p></body></html><active/></message>',
            'bob',
          ),
        ],
      }),
      step('bob receives </pre><script>alert(3)</script>', {
        outcome: 'failed',
        place: place(EDGES_FILE, 3, 1, '</pre><script>alert(3)</script>'),
        failure: {
          message: 'bob received nothing: </p><script>alert(4)</script>\u0007',
          place: place(EDGES_FILE, 3, 1, '</pre><script>alert(3)</script>'),
          differences: [
            { what: 'message › <body>', expected: '"\u0001&"', found: '"</td><script>alert(5)</script>"' },
          ],
          left: [],
          curl: "curl '</code><script>alert(6)</script>'",
        },
      }),
    ],
  },
);

export function run(scenarios: readonly ScenarioResult[], more: Partial<RunResult> = {}): RunResult {
  return {
    version: '1.2.3',
    target: { kind: 'embedded emulator', url: undefined, release: '8.3' },
    startedAt: '2026-03-01T09:30:00.000Z',
    ms: 1234.5,
    scenarios,
    ...more,
  };
}

export const everything = run([passing, failing, refused, skipped, odd]);
