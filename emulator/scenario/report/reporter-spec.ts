import { didYouMean } from '../../options/option-errors.js';
import { UsageError } from '../../usage-error.js';

export const REPORTER_NAMES = ['pretty', 'junit', 'json', 'html'] as const;

export type ReporterName = (typeof REPORTER_NAMES)[number];

/** A report that was asked for. */
export interface ReporterSpec {
  readonly name: ReporterName;
  /** As it was given; standard output where there is none. */
  readonly file: string | undefined;
}

/** The names of files that the errors propose. */
const PROPOSED: { readonly [name in ReporterName]: string } = {
  pretty: 'report.txt',
  junit: 'report.xml',
  json: 'report.json',
  html: 'report.html',
};

/**
 * Reads the value of `--reporter`.
 *
 * @param text - `NAME` or `NAME=FILE`
 * @throws {@link UsageError} where there is no such reporter, or the file's name is empty
 */
export function parseReporterSpec(text: string): ReporterSpec {
  const [, name = '', file] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
  if (!isReporterName(name)) {
    throw new UsageError(
      `--reporter ${text}: no reporter ${name || '""'}, ${didYouMean(name, REPORTER_NAMES)}`,
    );
  }
  if (file === '') {
    throw new UsageError(`--reporter ${text}: no file after =, expected such as ${name}=${PROPOSED[name]}`);
  }
  return { name, file };
}

/** The option that asks for a report. */
export function reporterOption({ name, file }: ReporterSpec): string {
  return `--reporter ${name}${file === undefined ? '' : `=${file}`}`;
}

/** @throws {@link UsageError} where more than one report would go to standard output */
export function checkOneToStdout(specs: readonly ReporterSpec[]): void {
  const [first, second] = specs.filter(({ file }) => file === undefined);
  if (first === undefined || second === undefined) return;
  throw new UsageError(
    `${reporterOption(first)}, ${reporterOption(second)}: both write to standard output: ` +
      `give one a file, such as --reporter ${second.name}=${PROPOSED[second.name]}`,
  );
}

function isReporterName(name: string): name is ReporterName {
  return (REPORTER_NAMES as readonly string[]).includes(name);
}
