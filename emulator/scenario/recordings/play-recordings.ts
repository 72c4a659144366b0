import type { Emulator } from '../../library/emulator.js';
import type { Note } from '../../note.js';
import type { EmulatorOptions } from '../../options/emulator-options.js';
import { redactedHeader, redactedPath, redactedText } from '../../redact.js';
import type { Difference, Failure, Happening, PlayedAnswer, ScenarioResult, StepResult } from '../result.js';
import { differences } from './compare.js';
import type { RecordingJob } from './configurations.js';
import { curlCommand } from './curl.js';
import {
  bodyOf,
  headersOf,
  originOf,
  type RawExchange,
  type RecordingTarget,
  rawExchange,
} from './raw-exchange.js';
import type { RecordedExchange, RecordedRequest, RecordedSequence } from './recording.js';

/** How long an answer may take unless told, in milliseconds. */
const TIMEOUT = 8000;

export interface PlayOptions {
  /** How long an answer may take, in milliseconds; 8 s unless given. */
  readonly timeoutMs?: number | undefined;
  /** What an emulator has said since it was last asked. */
  readonly takeNotes?: (() => readonly Note[]) | undefined;
}

/** Where recordings are played: on an emulator of their own, or on a server that runs. */
export type RecordingServer =
  | { readonly startEmulator: (options: EmulatorOptions) => Promise<Emulator> }
  | { readonly target: RecordingTarget };

/**
 * Plays the sequences of a job in order, each a scenario, on one server. An emulator of its own is stopped at the end,
 * whatever happens.
 */
export async function* playRecordingJob(
  job: RecordingJob,
  server: RecordingServer,
  { timeoutMs }: Pick<PlayOptions, 'timeoutMs'> = {},
): AsyncGenerator<ScenarioResult, void, undefined> {
  if ('target' in server) {
    const target = { ...server.target, credentials: server.target.credentials ?? job.credentials };
    yield* playSequences(job, target, { timeoutMs });
    return;
  }
  const emulator = await server.startEmulator({ ...job.options, port: 0 });
  const notes: Note[] = [];
  const unsubscribe = emulator.onExchange((exchange) => notes.push(...exchange.notes));
  try {
    const target = { host: '127.0.0.1', port: emulator.httpPort ?? 0, credentials: job.credentials };
    yield* playSequences(job, target, { timeoutMs, takeNotes: () => notes.splice(0) });
  } finally {
    unsubscribe();
    await emulator.stop();
  }
}

async function* playSequences(
  { file, name, sequences }: RecordingJob,
  target: RecordingTarget,
  options: PlayOptions,
): AsyncGenerator<ScenarioResult, void, undefined> {
  for (const sequence of sequences) {
    const played = await playRecordedSequence(sequence, target, options);
    yield { ...played, file, name: sequence.servers ? `${played.name} (${name})` : played.name };
  }
}

/**
 * Plays a sequence: a step an exchange, all of them, whether or not an earlier one failed, so that one run tells
 * everything that differs.
 */
export async function playRecordedSequence(
  sequence: RecordedSequence,
  target: RecordingTarget,
  options: PlayOptions = {},
): Promise<Omit<ScenarioResult, 'file'>> {
  const startedAt = new Date().toISOString();
  const start = performance.now();
  const steps: StepResult[] = [];
  for (const exchange of sequence.exchanges) steps.push(await playExchange(exchange, target, options));
  const { name, group, line } = sequence;
  return {
    name: group === undefined ? name : `${group} › ${name}`,
    line,
    tags: [],
    outcome: steps.some(({ outcome }) => outcome === 'failed') ? 'failed' : 'passed',
    startedAt,
    ms: performance.now() - start,
    steps,
  };
}

async function playExchange(
  recorded: RecordedExchange,
  target: RecordingTarget,
  { timeoutMs = TIMEOUT, takeNotes = () => [] }: PlayOptions,
): Promise<StepResult> {
  const { request, place } = recorded;
  const exchange = await rawExchange(request, target, timeoutMs);
  const failure = failureOf(recorded, exchange, target);
  return {
    section: 'steps',
    text: titleOf(request),
    place,
    depth: 0,
    outcome: failure ? 'failed' : 'passed',
    ms: exchange.ms,
    happenings: [happeningOf(request, exchange, target, takeNotes())],
    ...(failure && { failure }),
  };
}

/** `POST /rest/user/test@domain.com/status`: nothing of the key. */
function titleOf({ method, path }: RecordedRequest): string {
  const [resource = '', ...query] = path.split(/[?&]/);
  const others = query.filter((parameter) => !/^api-key=/i.test(parameter)).join('&');
  const title = `${resource}${others === '' ? '' : `?${others}`}`;
  return `${method} ${title.length > 120 ? `${title.slice(0, 120)}…` : title}`;
}

function failureOf(
  { request, response, responsePlace }: RecordedExchange,
  { answer, problem, closed }: RawExchange,
  target: RecordingTarget,
): Failure | undefined {
  const found = answer ? differences(response, answer) : [];
  const isRecordedSo = answer !== undefined && closed && response.outcome === 'closed'; // that the body was cut short
  const message = problem !== undefined && !isRecordedSo ? noAnswer(problem) : differs(found);
  if (message === undefined) return undefined;
  const curl = curlCommand(request, target);
  return { message, place: responsePlace, differences: found, ...(curl !== undefined && { curl }) };
}

function noAnswer(problem: string): string {
  return `expected the recorded answer, but ${problem}`;
}

function differs(found: readonly Difference[]): string | undefined {
  if (found.length === 0) return undefined;
  const parts = found.map(({ what }) => what.split(' › ')[1] ?? what);
  return `the answer is not the recorded one: it differs in ${[...new Set(parts)].join(', ')}`;
}

function happeningOf(
  request: RecordedRequest,
  { answer, problem, ms }: RawExchange,
  target: RecordingTarget,
  notes: readonly Note[],
): Happening {
  const body = bodyOf(request);
  return {
    kind: 'exchange',
    request: {
      method: request.method,
      url: `${originOf(target)}${redactedPath(request.path)}`,
      headers: redactedHeaders(headersOf(request, target.credentials)),
      body: body.length === 0 ? undefined : redactedText(body.toString('utf8')),
    },
    answer: answer && {
      status: answer.status,
      reason: answer.reason,
      headers: redactedHeaders(answer.headers),
      body: redactedText(answer.body.toString('utf8')),
    },
    problem,
    ms,
    notes,
  };
}

function redactedHeaders(headers: PlayedAnswer['headers']): PlayedAnswer['headers'] {
  return headers.map(([name, value]) => [name, redactedHeader(name, value)] as const);
}
