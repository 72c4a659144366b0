// Config files that a server is started with.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Does something with a config file, which is gone afterwards. */
export async function withConfig(config, act) {
  const folder = await mkdtemp(join(tmpdir(), 'tigase-emulator-bench-'));
  const file = join(folder, 'config.json');
  await writeFile(file, JSON.stringify(config));
  try {
    return await act(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}
