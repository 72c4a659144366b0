import { UsageError } from '../../usage-error.js';
import { type Environment, paintFor } from './paint.js';
import { prettyReporter } from './pretty.js';
import { type ProgressTerminal, progress } from './progress.js';
import { prepareReportFile, type ReportFile } from './report-file.js';
import type { Reporter, Write } from './reporter.js';
import { checkOneToStdout, type ReporterName, type ReporterSpec, reporterOption } from './reporter-spec.js';

/** What the reporters write to and look at. */
export interface ReportIo {
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly stderr: ProgressTerminal;
  /** Read for `NO_COLOR`, `FORCE_COLOR` and `TERM`. */
  readonly environment: Environment;
  /** Where the names of files begin. */
  readonly folder: string;
}

/** A report on its way: what writes it, and what puts its file in place. */
interface Report {
  readonly reporter: Reporter;
  close(): void;
}

/**
 * The reporters that were asked for, as one, and the progress line on a terminal. Whatever can be wrong with their
 * files is found here, before anything is played.
 *
 * @param specs - pretty to standard output where there are none
 * @throws {@link UsageError} where two write to the same place, or a file can't be written. `finished` throws it too, for
 * files that could not be written in the end, once all other reports are in place.
 */
export async function createReporters(specs: readonly ReporterSpec[], io: ReportIo): Promise<Reporter> {
  checkOneToStdout(specs);
  const asked: readonly ReporterSpec[] = specs.length > 0 ? specs : [{ name: 'pretty', file: undefined }];
  const files = preparedFiles(asked, io.folder);
  const reports = await Promise.all(
    asked.map((spec) => {
      const file = files.get(spec);
      return file === undefined ? stdoutReport(spec.name, io) : fileReport(spec.name, file);
    }),
  );
  const line = progress(io.stderr, io.environment);
  const each = (tell: (reporter: Reporter) => void) => {
    line.clear(); // the terminal may show both streams
    for (const { reporter } of reports) tell(reporter);
    line.draw();
  };
  return {
    started(total) {
      line.started(total);
      each((reporter) => reporter.started?.(total));
    },
    scenarioStarted(scenario) {
      line.scenarioStarted(scenario);
      each((reporter) => reporter.scenarioStarted?.(scenario));
    },
    scenarioEnded(result) {
      line.scenarioEnded(result);
      each((reporter) => reporter.scenarioEnded?.(result));
    },
    finished(result) {
      line.finished();
      for (const { reporter } of reports) reporter.finished(result);
      closeAll(reports);
    },
  };
}

function preparedFiles(specs: readonly ReporterSpec[], folder: string): Map<ReporterSpec, ReportFile> {
  const files = new Map<ReporterSpec, ReportFile>();
  for (const spec of specs) {
    if (spec.file === undefined) continue;
    const file = prepareReportFile(reporterOption(spec), spec.file, folder);
    for (const [other, { path }] of files) {
      if (path !== file.path) continue;
      throw new UsageError(
        `${reporterOption(other)}, ${reporterOption(spec)}: both write to the same file: give each its own`,
      );
    }
    files.set(spec, file);
  }
  return files;
}

async function stdoutReport(name: ReporterName, { stdout, environment }: ReportIo): Promise<Report> {
  const create = await creatorOf(name);
  return {
    reporter: create((text) => stdout.write(text), paintFor(stdout, environment)),
    close: () => {},
  };
}

async function fileReport(name: ReporterName, file: ReportFile): Promise<Report> {
  const create = await creatorOf(name);
  let whole = '';
  const write: Write = (text) => {
    whole += text;
  };
  return { reporter: create(write), close: () => file.write(whole) };
}

/** XML and HTML are loaded only where they are asked for. */
async function creatorOf(name: ReporterName): Promise<typeof prettyReporter> {
  switch (name) {
    case 'pretty':
      return prettyReporter;
    case 'junit':
      return (await import('./junit.js')).junitReporter;
    case 'json':
      return (await import('./json.js')).jsonReporter;
    case 'html':
      return (await import('./html.js')).htmlReporter;
  }
}

/** Puts all files in place, even where one can't be. */
function closeAll(reports: readonly Report[]): void {
  const problems: string[] = [];
  for (const report of reports) {
    try {
      report.close();
    } catch (failure) {
      if (!(failure instanceof UsageError)) throw failure;
      problems.push(failure.message);
    }
  }
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
}
