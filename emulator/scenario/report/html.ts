import { page } from './html/page.js';
import type { Reporter, Write } from './reporter.js';

/** A page to read in a browser and to send on. */
export function htmlReporter(write: Write): Reporter {
  return { finished: (result) => write(page(result)) };
}
