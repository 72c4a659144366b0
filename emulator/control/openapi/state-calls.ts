import {
  answer,
  answerList,
  badBody,
  body,
  call,
  done,
  pathParameter,
  problem,
  queryParameter,
} from './answers.js';
import type { Paths } from './openapi-types.js';

const SESSION = {
  jid: 'test@domain.com/tigase-external',
  kind: 'external',
  available: true,
  priority: -1,
  show: 'xa',
  status: 'On the phone',
  activity: null,
  since: '2026-11-24T12:00:00.000Z',
};

const DOMAIN = queryParameter('domain', 'one virtual host alone', { type: 'string' }, 'domain.com');

const unknownParameter = problem('A parameter is unknown, or stands twice.', {
  title: 'There is no parameter "domian"',
  status: 400,
  detail: 'did you mean domain?',
  instance: '/_emulator/state?domian=domain.com',
});

/** What there is: domains, accounts, rosters and sessions. */
export const stateCalls: Paths = {
  '/_emulator/state': {
    get: call('state', {
      operationId: 'getState',
      summary: 'Domains, accounts with their rosters, and sessions',
      parameters: [DOMAIN],
      responses: {
        200: answer('The state.', 'State', {
          release: 'documented',
          domains: ['domain.com'],
          accounts: [
            {
              jid: 'test@domain.com',
              admin: false,
              roster: [{ jid: 'alice@domain.com', name: null, subscription: 'both', ask: null, groups: [] }],
              offlineMessages: 0,
            },
          ],
          sessions: [SESSION],
        }),
        400: unknownParameter,
        404: problem('There is no such domain.', {
          title: 'There is no state of it',
          status: 404,
          detail: 'there is no domain "example.org": there are domain.com',
          instance: '/_emulator/state?domain=example.org',
        }),
      },
    }),
    patch: call('state', {
      operationId: 'addToState',
      summary: 'Add accounts, rosters and API keys',
      description:
        'All of it, or nothing. A contact who is on the roster already gets the new item, and the contact’s roster its side.',
      requestBody: body('StateAddition', {
        account: {
          accounts: [{ jid: 'carol@domain.com', password: 'carol' }],
          rosters: {
            'test@domain.com': [
              { jid: 'carol@domain.com', name: 'Carol', subscription: 'both', groups: ['Friends'] },
            ],
          },
        },
        restrictedKey: { apiKeys: [{ key: 'restricted-key', paths: ['/rest/users/.*'] }] },
      }),
      responses: {
        ...badBody,
        204: done,
        400: problem('The body is no JSON, or wrong.', {
          title: 'The addition is wrong, and nothing is added',
          status: 400,
          detail: 'accounts.0.jid: "test" is no bare JID: write local@domain, such as test@domain.com',
          instance: '/_emulator/state',
        }),
        409: problem('There is such an account or API key already.', {
          title: 'The addition is wrong, and nothing is added',
          status: 409,
          detail: 'accounts.0: there is an account test@domain.com already',
          instance: '/_emulator/state',
        }),
      },
    }),
  },
  '/_emulator/presence/{jid}': {
    get: call('state', {
      operationId: 'getPresence',
      summary: 'The sessions of a user',
      parameters: [pathParameter('jid', 'bare JID, in any letter case', 'test@domain.com')],
      responses: {
        200: answerList('The sessions; none for a user who is not there.', 'Session', [
          { ...SESSION, resource: 'tigase-external' },
        ]),
        400: problem('It is no bare JID.', {
          title: '"domain.com" is no bare JID',
          status: 400,
          detail: 'Ask for local@domain, such as test@domain.com',
          instance: '/_emulator/presence/domain.com',
        }),
      },
    }),
  },
  '/_emulator/reset': {
    post: call('state', {
      operationId: 'reset',
      summary: 'Go back to the configuration',
      description:
        'What was added while it ran is gone, with sessions, offline messages, journal and faults. Clients are disconnected with the stream error reset. Snapshots stay.',
      parameters: [DOMAIN],
      responses: {
        204: done,
        400: unknownParameter,
        404: problem('There is no such domain.', {
          title: 'Nothing is reset',
          status: 404,
          detail: 'there is no domain "example.org": there are domain.com',
          instance: '/_emulator/reset?domain=example.org',
        }),
      },
    }),
  },
};
