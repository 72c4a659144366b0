// The same status requests, answered by a mock server for any API: @mockoon/cli, whose answer is a template.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { throughput } from './load.mjs';
import { installed } from './others.mjs';
import { launch } from './processes.mjs';
import { requests } from './requests.mjs';
import { besides, median, ratio } from './statistics.mjs';

const MOCKOON = '9.9.0';
const ROUNDS = 5;
const SECONDS = 3;

export async function measureMockoon() {
  const folder = await mkdtemp(join(tmpdir(), 'mockoon-'));
  try {
    const command = await installed('@mockoon/cli', MOCKOON, 'bin/run.js', folder);
    const data = join(folder, 'status.json');
    await writeFile(data, JSON.stringify(environment));
    const servers = {
      mockoon: await launch('mockoon', { command, data }),
      emulator: await launch('emulator'),
    };
    const rates = { mockoon: [], emulator: [] };
    for (let round = 0; round <= ROUNDS; round++) {
      for (const [name, { url }] of Object.entries(servers)) {
        const rate = await throughput(url, requests.json, SECONDS);
        if (round > 0) rates[name].push(rate); // the first is the warm-up
      }
    }
    const resident = (name) => servers[name].residentMegabytes();
    const rows = {
      'JSON status requests, beside a mock server': {
        ...besides(median(rates.emulator), median(rates.mockoon), `@mockoon/cli ${MOCKOON}`),
        goal: 'at least 12',
      },
      'start to first answer, beside a mock server': {
        measured: `${Math.round(servers.emulator.ms)} ms`,
        'compared with': `${Math.round(servers.mockoon.ms)} ms, @mockoon/cli ${MOCKOON}`,
        ratio: ratio(servers.emulator.ms, servers.mockoon.ms),
      },
      'resident memory after these requests': {
        measured: `${Math.round(resident('emulator'))} MB`,
        'compared with': `${Math.round(resident('mockoon'))} MB, @mockoon/cli ${MOCKOON}`,
        ratio: ratio(resident('emulator'), resident('mockoon')),
      },
    };
    await Promise.all(Object.values(servers).map((server) => server.stop()));
    return rows;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A template that gives back what came, as Tigase's answer does. */
const body = `{
    "status": {
        "user": "{{urlParam 'jid'}}/tigase-external",
        "available": "{{body 'available'}}",
        "priority": "{{body 'priority'}}",
        "show": "{{body 'show'}}",
        "status": "{{body 'status'}}",
        "success": true,
        "activity": null
    }
}`;

/** Mockoon's data file with one route. */
const environment = {
  uuid: 'environment',
  lastMigration: 33,
  name: 'Status endpoint',
  endpointPrefix: '',
  latency: 0,
  port: 0,
  hostname: '127.0.0.1',
  folders: [],
  routes: [
    {
      uuid: 'route',
      type: 'http',
      documentation: '',
      method: 'post',
      endpoint: 'rest/user/:jid/status',
      responses: [
        {
          uuid: 'answer',
          body,
          latency: 0,
          statusCode: 200,
          label: '',
          headers: [{ key: 'Content-Type', value: 'application/json' }],
          bodyType: 'INLINE',
          filePath: '',
          databucketID: '',
          sendFileAsBody: false,
          rules: [],
          rulesOperator: 'OR',
          disableTemplating: false,
          fallbackTo404: false,
          default: true,
          crudKey: 'id',
          callbacks: [],
        },
      ],
      responseMode: null,
      streamingMode: null,
      streamingInterval: 0,
    },
  ],
  rootChildren: [{ type: 'route', uuid: 'route' }],
  proxyMode: false,
  proxyHost: '',
  proxyRemovePrefix: false,
  tlsOptions: {
    enabled: false,
    type: 'CERT',
    pfxPath: '',
    certPath: '',
    keyPath: '',
    caPath: '',
    passphrase: '',
  },
  cors: false,
  headers: [],
  proxyReqHeaders: [],
  proxyResHeaders: [],
  data: [],
  callbacks: [],
};
