import { answer, call, problem, servedCall, startedHeader } from './answers.js';
import type { Paths, Response } from './openapi-types.js';

/** The emulator itself. */
export function emulatorCalls(version: string, release: string): Paths {
  return {
    '/_emulator/health': {
      get: call('emulator', {
        operationId: 'getHealth',
        summary: 'Whether it is up, and what it emulates',
        responses: {
          200: {
            ...answer('It is up.', 'Health', { status: 'up', release, version }),
            headers: startedHeader,
          },
        },
      }),
    },
    '/_emulator/openapi.json': {
      get: call('emulator', {
        operationId: 'getOpenApi',
        summary: 'This document',
        responses: {
          200: {
            description: 'OpenAPI 3.1.',
            content: { 'application/json': { schema: { type: 'object' } } },
          },
        },
      }),
    },
    ...pageCalls,
  };
}

const notBuilt = problem('The inspector was not built.', {
  title: 'The inspector was not built',
  status: 404,
  detail: 'Run npm run build in the emulator’s folder',
  instance: '/_emulator/',
});

const file = (type: string): Response => ({
  description: 'A part of the page.',
  content: { [type]: { schema: { type: 'string' } } },
});

const pageCalls: Paths = {
  '/_emulator/': {
    get: servedCall('emulator', {
      operationId: 'getInspector',
      summary: 'The inspector, a page for people',
      description: 'Without the slash it redirects here.',
      responses: { 200: file('text/html'), 404: notBuilt },
    }),
  },
  '/_emulator/inspector.js': {
    get: servedCall('emulator', {
      operationId: 'getInspectorScript',
      summary: 'The inspector’s script',
      responses: { 200: file('text/javascript'), 404: notBuilt },
    }),
  },
  '/_emulator/inspector.css': {
    get: servedCall('emulator', {
      operationId: 'getInspectorStyle',
      summary: 'The inspector’s style',
      responses: { 200: file('text/css'), 404: notBuilt },
    }),
  },
};
