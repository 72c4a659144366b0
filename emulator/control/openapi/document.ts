import { type ReleaseName, releases } from '../../release.js';
import { schemas } from './components.js';
import { domainCalls } from './domain-calls.js';
import { emulatorCalls } from './emulator-calls.js';
import { faultCalls } from './fault-calls.js';
import { journalCalls } from './journal-calls.js';
import type { OpenApiDocument } from './openapi-types.js';
import { snapshotCalls } from './snapshot-calls.js';
import { stateCalls } from './state-calls.js';
import { statusCalls } from './status-calls.js';
import { verifyCalls } from './verify-calls.js';

/** The OpenAPI document of the status endpoint, as a release has it, and of the control interface. */
export function openapiDocument(version: string, release: string): OpenApiDocument {
  const emulated = releases[release as ReleaseName];
  return {
    openapi: '3.1.1',
    info: {
      title: 'tigase-emulator',
      version,
      summary: 'Tigase’s status endpoint, and the control interface of its emulator',
      description: `The emulated release is ${release}. Where releases differ, it is said.`,
    },
    servers: [{ url: '/' }],
    tags: [
      { name: 'status', description: 'Tigase’s own: the presence of users whose clients are offline' },
      { name: 'state', description: 'Accounts, rosters and sessions' },
      { name: 'domains', description: 'Fresh virtual hosts for parallel tests' },
      { name: 'snapshots', description: 'The state, kept and brought back' },
      { name: 'journal', description: 'What happened, and whether it was what was expected' },
      { name: 'faults', description: 'What goes wrong, on request' },
      { name: 'emulator', description: 'The emulator itself' },
    ],
    paths: {
      ...statusCalls(emulated),
      ...stateCalls,
      ...domainCalls,
      ...snapshotCalls,
      ...journalCalls,
      ...verifyCalls,
      ...faultCalls,
      ...emulatorCalls(version, release),
    },
    components: {
      schemas: schemas(emulated),
      securitySchemes: {
        apiKey: {
          type: 'apiKey',
          in: 'query',
          name: 'api-key',
          description: 'Wins over the header, but on 8.4.',
        },
        apiKeyHeader: { type: 'apiKey', in: 'header', name: 'Api-Key' },
        admin: {
          type: 'http',
          scheme: 'basic',
          description: 'The bare JID and password of an admin, which 8.4 asks for besides the key.',
        },
      },
    },
  };
}
