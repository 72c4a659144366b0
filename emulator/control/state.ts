import type Router from 'koa-router';
import type { ControlledEmulator } from './controlled-emulator.js';
import { problem } from './problem.js';

export function stateRoutes(router: Router, emulator: ControlledEmulator): void {
  router.get('/state', (ctx) => {
    const { domain, ...others } = ctx.query;
    const [unknown] = Object.keys(others);
    if (unknown !== undefined) {
      return problem(ctx, 400, `There is no parameter ${JSON.stringify(unknown)}`, 'GET state takes domain');
    }
    if (Array.isArray(domain)) {
      return problem(
        ctx,
        400,
        'The parameter domain stands more than once',
        'Ask for one domain, or for all without it',
      );
    }
    if (domain !== undefined && !emulator.serves(domain)) {
      const detail = `The domains are ${emulator.state().domains.join(', ')}`;
      return problem(ctx, 404, `There is no domain ${JSON.stringify(domain)}`, detail);
    }
    ctx.body = emulator.state(domain);
  });
}
