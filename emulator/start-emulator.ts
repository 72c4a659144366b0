import { Emulator } from './emulator.js';
import { type EmulatorOptions, readOptions } from './options.js';
import { UsageError } from './usage-error.js';

/**
 * Starts an emulator inside the process. Ports default to free ones.
 *
 * @throws {UsageError} naming the path of each option that is wrong
 */
export async function startEmulator(given: EmulatorOptions = {}): Promise<Emulator> {
  const read = readOptions({ port: 0, websocketPort: 0, xmppPort: 0, ...given });
  if ('problems' in read) {
    throw new UsageError(
      read.problems.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'),
    );
  }
  const emulator = new Emulator(read.options, (failure) => console.error(failure));
  await emulator.start();
  return emulator;
}
