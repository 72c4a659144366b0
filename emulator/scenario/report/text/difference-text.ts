import type { Difference } from '../../result.js';
import type { Colour, Paint } from '../paint.js';
import { isWorthMarking, type Parted, parted, shortened } from './parted.js';
import { oneLine, visible } from './visible.js';

/** How many characters of a value are shown: four lines of a terminal. */
const LIMIT = 320;

/** Differences as in a diff, those about the same thing under one heading. */
export function differencesText(differences: readonly Difference[], paint: Paint): string {
  const subjects = [...new Set(differences.map(({ what }) => what))];
  return subjects
    .map((subject) => {
      const about = differences.filter(({ what }) => what === subject);
      return [oneLine(subject), ...about.map((difference) => differenceText(difference, paint))].join('\n');
    })
    .join('\n');
}

function differenceText({ expected, found }: Difference, paint: Paint): string {
  const pair = shortened(parted(visible(expected), visible(found)), LIMIT);
  return [
    signed('- expected  ', 'red', valueText(pair, 'expected', 'red', paint), paint),
    signed('+ found     ', 'green', valueText(pair, 'found', 'green', paint), paint),
  ].join('\n');
}

/** A value after its sign; further lines of it begin below the first. */
function signed(sign: string, colour: Colour, value: string, paint: Paint): string {
  return `  ${paint(colour, sign)}${value.replaceAll('\n', `\n${' '.repeat(sign.length + 2)}`)}`;
}

/** The value with the part underlined in which it differs, where most of it does not. */
function valueText(pair: Parted, part: 'expected' | 'found', colour: Colour, paint: Paint): string {
  const { before, after } = pair;
  if (!isWorthMarking(pair)) return paint(colour, `${before}${pair[part]}${after}`);
  return `${paint(colour, before)}${paint('underline', paint(colour, pair[part]))}${paint(colour, after)}`;
}
