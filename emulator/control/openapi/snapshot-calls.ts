import { answer, call, done, pathParameter, problem } from './answers.js';
import type { Paths } from './openapi-types.js';

const ID = pathParameter('id', 'of a snapshot', 'snapshot-1');

const noSuchSnapshot = (instance: string) =>
  problem('There is no such snapshot.', {
    title: 'There is no snapshot "snapshot-2"',
    status: 404,
    detail: 'There are snapshot-1',
    instance,
  });

/** The state, kept and brought back. */
export const snapshotCalls: Paths = {
  '/_emulator/snapshots': {
    post: call('snapshots', {
      operationId: 'takeSnapshot',
      summary: 'Keep accounts, rosters, external sessions and offline messages as they are now',
      responses: { 201: answer('It is kept.', 'NewId', { id: 'snapshot-1' }) },
    }),
  },
  '/_emulator/snapshots/{id}/restore': {
    post: call('snapshots', {
      operationId: 'restoreSnapshot',
      summary: 'Bring back what a snapshot holds',
      description: 'Journal and faults stay. Clients are disconnected with the stream error reset.',
      parameters: [ID],
      responses: { 204: done, 404: noSuchSnapshot('/_emulator/snapshots/snapshot-2/restore') },
    }),
  },
  '/_emulator/snapshots/{id}': {
    delete: call('snapshots', {
      operationId: 'removeSnapshot',
      summary: 'Forget a snapshot',
      parameters: [ID],
      responses: { 204: done, 404: noSuchSnapshot('/_emulator/snapshots/snapshot-2') },
    }),
  },
};
