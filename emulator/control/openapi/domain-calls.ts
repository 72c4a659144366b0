import { answer, call, done, pathParameter, problem } from './answers.js';
import type { Paths } from './openapi-types.js';

/** Fresh virtual hosts for parallel tests. */
export const domainCalls: Paths = {
  '/_emulator/domains': {
    post: call('domains', {
      operationId: 'createDomain',
      summary: 'Make a virtual host for one test',
      description: 'Nobody is there yet, and its API key opens nothing else.',
      responses: {
        201: answer('It is there.', 'NewDomain', {
          name: 'd1.test',
          apiKey: '1092fce1-ed38-43ad-bef3-b5d9bb0c8885',
        }),
      },
    }),
  },
  '/_emulator/domains/{name}': {
    delete: call('domains', {
      operationId: 'removeDomain',
      summary: 'Remove a virtual host with all its users',
      parameters: [pathParameter('name', 'of a domain that was made by a call', 'd1.test')],
      responses: {
        204: done,
        404: problem('There is no such domain.', {
          title: 'The domain is not removed',
          status: 404,
          detail: 'there is no domain "d2.test": there are domain.com, d1.test',
          instance: '/_emulator/domains/d2.test',
        }),
        409: problem('It belongs to the configuration.', {
          title: 'The domain is not removed',
          status: 409,
          detail:
            'domain.com belongs to the configuration: only a domain that was made while the emulator runs can be removed',
          instance: '/_emulator/domains/domain.com',
        }),
      },
    }),
  },
};
