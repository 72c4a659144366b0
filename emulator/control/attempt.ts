import type Koa from 'koa';
import { StoppedError, UsageError, type UsageProblem } from '../usage-error.js';
import { problem } from './problem.js';

const STATUS: { readonly [problem in UsageProblem]: number } = {
  invalid: 400,
  'not-found': 404,
  conflict: 409,
};

/** Does what a call asks for. What the library refuses is answered with a problem document, and nothing is done then. */
export async function attempt(
  ctx: Koa.Context,
  title: string,
  act: () => void | Promise<void>,
): Promise<void> {
  try {
    await act();
  } catch (failure) {
    if (!(failure instanceof UsageError) || failure instanceof StoppedError) throw failure;
    problem(ctx, STATUS[failure.problem], title, failure.message);
  }
}
