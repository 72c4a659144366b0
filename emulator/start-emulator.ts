import { Emulator } from './emulator.js';
import type { EmulatorOptions } from './emulator-options.js';
import { inLines } from './option-errors.js';
import { readOptions } from './options.js';
import { UsageError } from './usage-error.js';

/** Every port of the library's emulators is a free one, unless it is said. */
const FREE: EmulatorOptions = { port: 0, websocketPort: 0, xmppPort: 0 };

/**
 * Starts an emulator inside the process.
 *
 * @param options - the keys of the config file; ports default to free ones
 * @returns once it listens on all its ports
 * @throws {UsageError} naming the path of each option that is wrong
 * @throws {ListenError} where a port can't be had
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const read = readOptions(isOptions(options) ? { ...FREE, ...given(options) } : options);
  if ('problems' in read) throw new UsageError(inLines(read.problems));
  const emulator = new Emulator(read.options, (failure) => console.error(failure));
  await emulator.start();
  return emulator;
}

function isOptions(options: unknown): options is EmulatorOptions {
  return typeof options === 'object' && options !== null && !Array.isArray(options);
}

/** Without what is `undefined`, which means the same as nothing. */
function given(options: EmulatorOptions): EmulatorOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
