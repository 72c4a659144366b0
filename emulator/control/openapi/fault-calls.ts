import { answer, answerList, badBody, body, call, done, pathParameter, problem } from './answers.js';
import type { Paths } from './openapi-types.js';

/** What goes wrong with calls, on request. */
export const faultCalls: Paths = {
  '/_emulator/faults': {
    post: call('faults', {
      operationId: 'addFault',
      summary: 'Make calls, presence or streams go wrong',
      description:
        'A call gets the first fault, in the order added, that matches and has something for calls; presence and streams likewise. A call that gets status, drop or noAnswer changes nothing, unless applied is true. presence is what contacts get of the user, who is told nothing. stream: cut breaks the connections of the user’s clients, at once and as they come.',
      requestBody: body('FaultToAdd', {
        unavailableTwice: { match: { user: 'test@domain.com' }, fault: { status: 503 }, times: 2 },
        slow: { fault: { delayMs: [100, 500] } },
        answerLost: { fault: { drop: true, applied: true }, times: 1 },
        refused: { match: { domain: 'domain.com' }, fault: { success: false } },
        presenceLate: { match: { user: 'test@domain.com' }, fault: { presence: { delayMs: 500 } } },
        presenceLost: { fault: { presence: 'drop', success: false }, times: 1 },
        connectionCut: { match: { user: 'alice@domain.com' }, fault: { stream: 'cut' }, times: 1 },
        errorInJson: { fault: { status: 429, body: { retry: 1 } } },
      }),
      responses: {
        ...badBody,
        201: answer('It is added.', 'NewId', { id: 'fault-1' }),
        400: problem('The body is no JSON, or wrong.', {
          title: 'The fault is wrong',
          status: 400,
          detail: 'fault.stauts: unknown key stauts: did you mean status?',
          instance: '/_emulator/faults',
        }),
      },
    }),
    get: call('faults', {
      operationId: 'listFaults',
      summary: 'The faults, in the order added',
      responses: {
        200: answerList('The faults.', 'Fault', [
          { id: 'fault-1', match: { user: 'test@domain.com' }, fault: { status: 503 }, times: 2 },
        ]),
      },
    }),
    delete: call('faults', {
      operationId: 'removeFaults',
      summary: 'Remove all faults',
      responses: { 204: done },
    }),
  },
  '/_emulator/faults/{id}': {
    delete: call('faults', {
      operationId: 'removeFault',
      summary: 'Remove a fault',
      parameters: [pathParameter('id', 'of a fault', 'fault-1')],
      responses: {
        204: done,
        404: problem('There is no such fault, or it has served its times.', {
          title: 'There is no fault "fault-2"',
          status: 404,
          detail: 'There are fault-1',
          instance: '/_emulator/faults/fault-2',
        }),
      },
    }),
  },
};
