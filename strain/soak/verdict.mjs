// Whether what was sampled is flat.
import { median } from '../../bench/statistics.mjs';

/** How much a quarter of a million status requests may add to the resident memory after the warm-up, in MB. */
const MOST_ADDED = 40;
const REQUESTS = 250_000;

/** What part of the samples is the warm-up. */
const WARM_UP = 0.2;

/** What is resident at one moment depends on when memory was last put in order: medians of a tenth are compared. */
export function judge(samples) {
  const warm = samples.slice(Math.floor(samples.length * WARM_UP));
  const tenth = Math.max(1, Math.floor(samples.length / 10));
  const [first, last] = [warm.slice(0, tenth), warm.slice(-tenth)];
  const between = (figure) => median(last.map(figure)) - median(first.map(figure));
  const requests = between(({ statuses }) => statuses);
  const resident = between(({ resident }) => resident);
  const handles = between(({ handles }) => handles);
  const allowed = MOST_ADDED * Math.max(1, requests / REQUESTS);
  const leaks = [
    ...(resident > allowed
      ? [`resident memory grew by ${resident.toFixed(1)} MB, more than ${allowed.toFixed(0)}`]
      : []),
    ...(handles > 20 ? [`there are ${handles} handles more`] : []),
  ];
  return {
    leaks,
    lines: [
      `after the warm-up ${requests} status requests added ${resident.toFixed(1)} MB resident memory (goal: less than ${MOST_ADDED} for ${REQUESTS}) and ${handles} handles`,
      leaks.length === 0 ? 'flat' : `NOT FLAT: ${leaks.join('; ')}`,
    ],
  };
}
