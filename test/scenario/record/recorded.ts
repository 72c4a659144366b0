import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { EmulatorOptions } from '../../../emulator/index.js';
import { type Emulator, startEmulator } from '../../../emulator/index.js';
import { loadScenarios } from '../../../emulator/scenario/format/load-scenario.js';
import { EmbeddedTarget } from '../../../emulator/scenario/play/embedded-target.js';
import { HttpClient } from '../../../emulator/scenario/play/http-exchange.js';
import { playScenario } from '../../../emulator/scenario/play/play-scenario.js';
import { Recording } from '../../../emulator/scenario/record/recording.js';
import { RecordingFile } from '../../../emulator/scenario/record/recording-file.js';
import type { ScenarioResult } from '../../../emulator/scenario/result.js';
import { folderForTest } from '../../support/files.js';

/** An emulator on a free port that ends with its test. */
export async function emulatorForTest(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator({ ...options, websocketPort: 'off', xmppPort: 'off' });
  onTestFinished(() => emulator.stop());
  return emulator;
}

export interface RecordingForTest {
  readonly url: string;
  readonly path: string;
  readonly lines: string[];
  readonly port: number;
  /** Ends it, and gives what it wrote. */
  stop(): Promise<string>;
}

/** A recording in front of a target, into a file of its own. */
export async function recordingOf(target: string, folder = folderForTest()): Promise<RecordingForTest> {
  const path = join(folder, `${Math.random().toString(36).slice(2)}.yaml`);
  const lines: string[] = [];
  const recording = new Recording({
    target: new URL(target),
    host: '127.0.0.1',
    port: 0,
    file: RecordingFile.prepare(path),
    log: (line) => lines.push(line),
  });
  await recording.start();
  let isStopped = false;
  const stop = async () => {
    isStopped = true;
    await recording.stop();
    return readFileSync(path, 'utf8');
  };
  onTestFinished(async () => {
    if (!isStopped) await recording.stop();
  });
  return { url: recording.url, path, lines, port: Number(new URL(recording.url).port), stop };
}

/** What of a recording does not hold on an embedded emulator with accounts of its own; empty where it passes. */
export async function failuresOf(text: string, options: EmulatorOptions = {}): Promise<unknown[]> {
  const { scenarios, problems } = loadScenarios('recorded.yaml', text);
  if (problems.length > 0) return problems.map(({ message, place: { line } }) => ({ message, line }));
  const target = new EmbeddedTarget(options);
  const http = new HttpClient();
  const results: ScenarioResult[] = [];
  try {
    for (const scenario of scenarios)
      results.push(await playScenario(scenario, { target, http, strict: false }));
  } finally {
    http.close();
    await target.close();
  }
  expect(results).toHaveLength(1);
  return results.flatMap(({ steps, outcome, reason }): unknown[] => {
    if (outcome === 'skipped') return [reason];
    return steps
      .filter((step) => step.outcome === 'failed')
      .map(({ text: step, failure }) => ({
        step,
        message: failure?.message,
        differences: failure?.differences,
        curl: failure?.curl,
      }));
  });
}
