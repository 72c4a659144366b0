// npm run mutate: whether the tests notice when what the emulator exists for is changed. Each area is tried with the
// tests that are near to it; `npm run mutate -- http-api` does one alone, and with --again only the mutants whose code
// or tests changed since the last time. What survived is told, and stands in reports/mutation-AREA.html. Ends with 1
// where a score is below the goal.
import { Stryker } from '@stryker-mutator/core';

/** How many of a hundred mutants must be noticed. */
const GOAL = 85;

const areas = {
  'http-api': [
    'test/http-api/{account-calls,bad-bytes,codec-rules,codecs.property,documented,exchanges,held}.test.ts',
    'test/http-api/{note-texts,notes,readings,recordings,recurring,rejections}.test.ts',
    'test/library/status-url.test.ts',
    'test/control/{faults,bad-faults,which-fault}.test.ts',
  ],
  'session-manager': [
    'test/{session-manager,xmpp}/**/*.test.ts',
    'test/connections/{bad-input,bad-log-in,clients,core-story,namespaces,stream-management}.test.ts',
    'test/control/{domains,faults,journal,presence-faults,which-fault,reset,snapshots,state}.test.ts',
    'test/library/{domains,presence}.test.ts',
  ],
  'scenario/match': [
    'test/scenario/{bad-files,matchers,matchers.property,xml-matchers,stanza-matcher,inbox}.test.ts',
  ],
};

/** Tries again only what changed. */
const AGAIN = '--again';

const isAgain = process.argv.includes(AGAIN);
const asked = process.argv.slice(2).filter((argument) => argument !== AGAIN);
const unknown = asked.filter((area) => !Object.hasOwn(areas, area));
if (unknown.length > 0) {
  console.error(`mutate: there is no ${unknown.join(', ')}; there are ${Object.keys(areas).join(', ')}`);
  process.exit(2);
}

const rows = {};
for (const [area, tests] of Object.entries(areas)) {
  if (asked.length > 0 && !asked.includes(area)) continue;
  process.env.MUTATION_TESTS = JSON.stringify(tests); // for mutation.vitest.config.ts, in the processes of the runner
  const report = `reports/mutation-${area.replaceAll('/', '-')}`;
  const mutants = await new Stryker({
    mutate: [`emulator/${area}/**/*.ts`],
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'strain/mutation.vitest.config.ts' },
    coverageAnalysis: 'perTest',
    ignoreStatic: true, // what runs once, as a module is loaded, needs all tests for each mutant
    incremental: true,
    incrementalFile: `${report}-last.json`,
    force: !isAgain,
    timeoutMS: 2000,
    concurrency: 2,
    tsconfigFile: 'none', // Stryker would read it with an interface that the compiler no longer has
    reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
    htmlReporter: { fileName: `${report}.html` },
    jsonReporter: { fileName: `${report}.json` },
  }).runMutationTest();
  const count = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  const noticed = count('Killed', 'Timeout');
  const missed = count('Survived', 'NoCoverage');
  const score = (100 * noticed) / (noticed + missed);
  rows[area] = {
    noticed,
    'not noticed': missed,
    'not tried': mutants.length - noticed - missed,
    'score, %': score.toFixed(1),
    'goal, %': GOAL,
  };
  if (score < GOAL) process.exitCode = 1;
}
console.table(rows);
