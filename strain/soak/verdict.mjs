// Whether what was sampled is flat.
import { median } from '../../bench/statistics.mjs';

/** How much the status requests after the warm-up may add to the resident memory, however many they are, in MB. */
const MOST_ADDED = 40;

/** What part of the samples is the warm-up. Of ten minutes the other half is more than a million status requests. */
const WARM_UP = 0.5;

/** What is resident at one moment depends on when memory was last put in order: medians of a tenth are compared. */
export function judge(samples) {
  const warm = samples.slice(Math.floor(samples.length * WARM_UP));
  const tenth = Math.max(1, Math.floor(samples.length / 10));
  const [first, last] = [warm.slice(0, tenth), warm.slice(-tenth)];
  const between = (figure) => median(last.map(figure)) - median(first.map(figure));
  const requests = between(({ statuses }) => statuses);
  const resident = between(({ resident }) => resident);
  const handles = between(({ handles }) => handles);
  const leaks = [
    ...(resident > MOST_ADDED
      ? [`resident memory grew by ${resident.toFixed(1)} MB, more than ${MOST_ADDED}`]
      : []),
    ...(handles > 20 ? [`there are ${handles} handles more`] : []),
  ];
  return {
    leaks,
    lines: [
      `after the warm-up ${requests} status requests added ${resident.toFixed(1)} MB resident memory (goal: less than ${MOST_ADDED}) and ${handles} handles`,
      leaks.length === 0 ? 'flat' : `NOT FLAT: ${leaks.join('; ')}`,
    ],
  };
}
