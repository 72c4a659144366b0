import type Router from 'koa-router';
import type { JournalFilter } from '../journal/journal-filter.js';
import { attempt } from './attempt.js';
import type { ControlledEmulator } from './controlled-emulator.js';
import { answerJsonInTurns } from './json-answer.js';
import { noParameters } from './no-input.js';
import { readParameters } from './parameters.js';
import { problem } from './problem.js';

export function journalRoutes(router: Router, emulator: ControlledEmulator): void {
  const { journal } = emulator;
  router.get('/journal', (ctx) => {
    const parameters = readParameters(ctx, ['user', 'domain', 'kind', 'since', 'limit']);
    if (parameters === undefined) return;
    const { since, limit, ...texts } = parameters;
    const filter = {
      ...texts,
      ...(since === undefined ? {} : { since: numberIn(since) ?? since }),
      ...(limit === undefined ? {} : { limit: numberIn(limit) ?? limit }),
    };
    return attempt(ctx, 'The filter is wrong', () => {
      answerJsonInTurns(ctx, journal.json(filter as JournalFilter)); // which the journal itself checks
    });
  });
  router.get('/journal/scenario', (ctx) => {
    const parameters = readParameters(ctx, ['ids']);
    if (parameters === undefined) return;
    const ids = parameters.ids?.split(',') ?? [];
    if (ids.length === 0 || !ids.every((id) => /^\d+$/.test(id))) {
      return problem(ctx, 400, 'ids is no list of entries', 'Write the ids of requests: ids=3,4,5');
    }
    return attempt(ctx, 'There is no scenario of these entries', async () => {
      ctx.body = await emulator.scenario(ids.map(Number));
      ctx.type = 'text/yaml; charset=utf-8';
      ctx.attachment('recorded.yaml');
    });
  });
  router.delete('/journal', noParameters, (ctx) => {
    journal.clear();
    ctx.status = 204;
  });
}

function numberIn(text: string): number | undefined {
  return /^-?\d+$/.test(text) ? Number(text) : undefined;
}
