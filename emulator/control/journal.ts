import type Router from 'koa-router';
import type { JournalFilter } from '../journal/journal.js';
import { attempt } from './attempt.js';
import type { ControlledEmulator } from './controlled-emulator.js';
import { readParameters } from './parameters.js';

export function journalRoutes(router: Router, { journal }: ControlledEmulator): void {
  router.get('/journal', (ctx) => {
    const parameters = readParameters(ctx, ['user', 'domain', 'kind', 'since', 'limit']);
    if (parameters === undefined) return;
    const { since, limit, ...texts } = parameters;
    const filter = {
      ...texts,
      ...(since === undefined ? {} : { since: numberIn(since) ?? since }),
      ...(limit === undefined ? {} : { limit: numberIn(limit) ?? limit }),
    };
    attempt(ctx, 'The filter is wrong', () => {
      ctx.body = journal.entries(filter as JournalFilter); // which the journal itself checks
    });
  });
  router.delete('/journal', (ctx) => {
    journal.clear();
    ctx.status = 204;
  });
}

function numberIn(text: string): number | undefined {
  return /^-?\d+$/.test(text) ? Number(text) : undefined;
}
