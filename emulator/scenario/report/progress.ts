import type { ScenarioResult } from '../result.js';
import type { Environment } from './paint.js';
import { oneLine } from './text/visible.js';

/** The stream that the progress line goes to. */
export interface ProgressTerminal {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** How many characters fit into a line. */
  readonly columns?: number;
}

/** A line that says what is being played, rewritten in place. */
export interface Progress {
  started(total: number): void;
  scenarioStarted(scenario: Pick<ScenarioResult, 'name'>): void;
  scenarioEnded(scenario: Pick<ScenarioResult, 'name'>): void;
  finished(): void;
  /** Takes the line away, so that something else can be written. */
  clear(): void;
  draw(): void;
}

/** The line is only for terminals: anywhere else, nothing is ever written. */
export function progress(terminal: ProgressTerminal, environment: Environment): Progress {
  const isShown = terminal.isTTY === true && environment.TERM !== 'dumb';
  const playing: string[] = [];
  let total = 0;
  let ended = 0;
  let drawn = '';
  const show = (line: string) => {
    if (!isShown || line === drawn) return;
    terminal.write(`\r\u001b[2K${line}`);
    drawn = line;
  };
  return {
    started: (count) => {
      total = count;
    },
    scenarioStarted: ({ name }) => {
      playing.push(name);
    },
    scenarioEnded: ({ name }) => {
      ended += 1;
      const index = playing.indexOf(name);
      if (index >= 0) playing.splice(index, 1); // a skipped one may never have begun
    },
    finished: () => {
      playing.length = 0;
      show('');
    },
    clear: () => show(''),
    draw: () => {
      // they end in the order in which they began, so the first is waited for, however many play beside it
      const [name] = playing;
      if (name === undefined) return;
      const line = `playing ${ended + 1} of ${total}: ${oneLine(name)}`;
      show(fitting(line, (terminal.columns ?? 80) - 2));
    },
  };
}

/** As much as fits into a line: one that wraps could not be rewritten. Wide characters count as two. */
function fitting(line: string, columns: number): string {
  let width = 0;
  let text = '';
  for (const character of line) {
    width += character >= '\u1100' ? 2 : 1;
    if (width > columns) return `${text}…`;
    text += character;
  }
  return `${text}…`;
}
