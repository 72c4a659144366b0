import type Koa from 'koa';
import { didYouMean } from '../options/option-errors.js';
import { problem } from './problem.js';

/**
 * The parameters of a call's query. One that the call does not know, or that stands more than once, is answered with a
 * problem document.
 *
 * @returns `undefined` where it is answered
 */
export function readParameters<Name extends string>(
  ctx: Koa.Context,
  names: readonly Name[],
): { readonly [name in Name]?: string } | undefined {
  const read: { [name in Name]?: string } = {};
  for (const [name, value] of Object.entries(ctx.query)) {
    const known = names.find((one) => one === name);
    if (known === undefined) {
      const detail = names.length === 0 ? 'The call takes no parameters' : didYouMean(name, names);
      problem(ctx, 400, `There is no parameter ${JSON.stringify(name)}`, detail);
      return undefined;
    }
    if (typeof value !== 'string') {
      problem(ctx, 400, `The parameter ${name} stands more than once`, `Write ${name} once, or leave it out`);
      return undefined;
    }
    read[known] = value;
  }
  return read;
}
