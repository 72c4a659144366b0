import { answer, badBody, body, call, problem } from './answers.js';
import type { Paths } from './openapi-types.js';

/** Whether what happened is what was expected. */
export const verifyCalls: Paths = {
  '/_emulator/verify': {
    post: call('journal', {
      operationId: 'verify',
      summary: 'Whether the status endpoint was called as expected',
      description:
        'Counts the calls that the journal keeps and that fit all that the match names, failed ones too: at least one is expected, unless times, atLeast or atMost says otherwise. withinMs waits until it holds, or can not hold any more; what must not come is waited for all the while. noWarnings fails on a warning on one of them.',
      requestBody: body('Verification', {
        once: { match: { user: 'test@domain.com', resource: 'mobile' }, times: 1 },
        never: { match: { user: 'bob@domain.com' }, atMost: 0, withinMs: 10 },
        anyWithoutWarnings: { match: {}, noWarnings: true },
        byAllFields: {
          match: {
            ...{ user: 'test@domain.com', domain: 'domain.com', resource: 'tigase-external' },
            ...{ available: 'true', show: null, status: null, priority: -1 },
            ...{ format: 'json', success: true, responseStatus: 200 },
          },
          atLeast: 0,
        },
      }),
      responses: {
        ...badBody,
        200: answer('It holds.', 'Verified', { count: 1 }),
        400: problem('The body is no JSON, or wrong.', {
          title: 'The verification is wrong',
          status: 400,
          detail: 'match.shwo: unknown key shwo: did you mean show?',
          instance: '/_emulator/verify',
        }),
        422: problem(
          'It does not hold.',
          {
            title: 'The verification does not hold',
            status: 422,
            detail: [
              'expected exactly 1 call of the status endpoint with user "test@domain.com", show "xa",',
              'but there were none',
              '',
              'the nearest that came:',
              '  #2 POST /rest/user/test@domain.com/status?api-key=… → 200',
              '      show  sought "xa", came "away"',
            ].join('\n'),
            instance: '/_emulator/verify',
            count: 0,
            misses: [
              {
                id: 2,
                at: '2026-11-24T12:00:00.000Z',
                method: 'POST',
                path: '/rest/user/test@domain.com/status?api-key=…',
                responseStatus: 200,
                differences: [{ field: 'show', sought: 'xa', came: 'away' }],
              },
            ],
            warnings: [],
          },
          'Unverified',
        ),
      },
    }),
  },
};
