import type { EmulatorOptions } from '../options/emulator-options.js';
import { inLines } from '../options/option-errors.js';
import { type Options, readOptions } from '../options/options.js';
import { UsageError } from '../usage-error.js';
import { Emulator } from './emulator.js';

/** Every port of the library's emulators is a free one, unless it is said. */
const FREE: EmulatorOptions = { port: 0, websocketPort: 0, xmppPort: 0 };

/** The options where none are given, as in most tests: they are read once. */
const USUAL = optionsFrom(FREE);

/**
 * Starts an emulator inside the process.
 *
 * @param options - the keys of the config file; ports default to free ones
 * @returns once it listens on all its ports
 * @throws {@link UsageError} naming the path of each option that is wrong
 * @throws {@link ListenError} where a port can't be had
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = new Emulator(read(options), (failure) => console.error(failure));
  await emulator.start();
  return emulator;
}

function read(options: EmulatorOptions): Options {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return optionsFrom(options);
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return given.length === 0 ? USUAL : optionsFrom({ ...FREE, ...Object.fromEntries(given) });
}

/** @throws {@link UsageError} naming the path of each option that is wrong */
function optionsFrom(given: unknown): Options {
  const result = readOptions(given);
  if ('problems' in result) throw new UsageError(inLines(result.problems));
  return result.options;
}
