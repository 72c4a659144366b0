import { inspect } from 'node:util';

export type Colour = 'red' | 'green' | 'yellow' | 'cyan' | 'dim' | 'bold' | 'underline';

/** Colours a text, or leaves it as it is. */
export type Paint = (colour: Colour, text: string) => string;

export interface Environment {
  readonly [name: string]: string | undefined;
}

export const plain: Paint = (_, text) => text;

/**
 * Each line for itself, because some viewers of CI logs forget colours at the line's end. Node's own table, as
 * `util.styleText` has it: that one came with Node 20.12 only, and looks at streams on its own in later releases.
 */
export const coloured: Paint = (colour, text) => {
  const [open, close] = inspect.colors[colour] ?? [0, 0];
  return text.replace(/.+/g, (line) => `\u001b[${open}m${line}\u001b[${close}m`);
};

/**
 * Colours where the stream is a terminal that has them. `FORCE_COLOR` decides first (`0` and `false` say no), then a
 * `NO_COLOR` that is not empty (no-color.org), as in Node itself.
 */
export function paintFor(stream: { readonly isTTY?: boolean }, environment: Environment): Paint {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: terminal } = environment;
  if (force !== undefined) return force === '0' || force === 'false' ? plain : coloured;
  if (no !== undefined && no !== '') return plain;
  return stream.isTTY === true && terminal !== 'dumb' ? coloured : plain;
}
