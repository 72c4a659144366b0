import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { openapiDocument } from '../../emulator/control/openapi/document.js';
import type { Operation } from '../../emulator/control/openapi/openapi-types.js';
import { changed, oddValue } from '../support/changed-values.js';
import type { Json } from '../support/json-values.js';
import { Contract, type Documented, examplesOf, operationsOf } from '../support/openapi.js';
import { holds } from '../support/property.js';
import { JSON_TYPE, type Tested, tested } from '../support/requests.js';

const contract = new Contract(openapiDocument('1.0.0', 'documented'));

/** What goes on until its reader leaves, and what is served to people. */
const NOT_ASKED = ['/_emulator/events', '/_emulator/', '/_emulator/inspector.js', '/_emulator/inspector.css'];

const calls = operationsOf(contract.document).filter(
  ({ path }) => path.startsWith('/_emulator') && !NOT_ASKED.includes(path),
);

const oddText = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '-1',
    '1e9',
    'domain.com',
    'test@domain.com',
    '%',
    '%zz',
    '../',
    'a b',
    '\u00e9',
    'x'.repeat(3000),
  ),
  fc.string({ maxLength: 5 }),
);

/** A value of a parameter: mostly the one of its example. */
const parameterValue = (example: unknown) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(String(example)) }, { weight: 1, arbitrary: oddText });

/** The path and the query of a call. */
function target({ path, operation }: Documented): fc.Arbitrary<string> {
  const parameters = operation.parameters ?? [];
  const values = fc.tuple(
    ...parameters.map(({ in: place, required, example }) =>
      place === 'path' || required ? parameterValue(example) : fc.option(parameterValue(example)),
    ),
  );
  const extra = fc.oneof({ weight: 9, arbitrary: fc.constant('') }, { weight: 1, arbitrary: oddText });
  return fc.tuple(values, extra).map(([given, more]) => {
    let filled = path;
    const query: string[] = more === '' ? [] : [encodeURIComponent(more)];
    parameters.forEach(({ name, in: place }, index) => {
      const value = given[index];
      if (place === 'path') filled = filled.replace(`{${name}}`, encodeURIComponent(value ?? '') || '-');
      else if (value !== null && value !== undefined) query.push(`${name}=${encodeURIComponent(value)}`);
    });
    return query.length === 0 ? filled : `${filled}?${query.join('&')}`;
  });
}

/** The body of a call: mostly an example of its own, or one in which something is otherwise. */
function content({ requestBody }: Operation): fc.Arbitrary<string | undefined> {
  const examples = examplesOf(requestBody?.content?.[JSON_TYPE]).map(([, value]) => value as Json);
  const odd = fc.oneof(
    oddValue.map((value) => JSON.stringify(value)),
    fc.constantFrom('{', '{}', '[', '"', '\ufeff{}'),
  );
  if (examples.length === 0)
    return fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: odd });
  return fc.oneof(
    { weight: 9, arbitrary: fc.oneof(...examples.map(changed)).map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: odd },
  );
}

const call = fc.constantFrom(...calls).chain((documented) =>
  fc.record({
    documented: fc.constant(documented),
    target: target(documented),
    body: content(documented.operation),
    type: fc.oneof({ weight: 9, arbitrary: fc.constant(JSON_TYPE) }, fc.constantFrom('text/plain', '')),
  }),
);

const stateOf = ({ emulator }: Tested) =>
  JSON.stringify([emulator.state(), emulator.faults.list(), emulator.journal.entries()]);

test('whatever the control interface is asked, it answers as documented, and a refused call changes nothing', async () => {
  const errors = vi.spyOn(console, 'error');
  await holds(
    fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 8 }), async (asked) => {
      const there = await tested();
      await there.post('test@domain.com/status', '{"show":"xa"}');
      for (const { documented, target: path, body, type } of asked) {
        const before = stateOf(there);
        const request = there.request[documented.method as 'post'](path);
        const answer = await (body === undefined ? request : request.set('Content-Type', type).send(body));
        const said = `${documented.method} ${path}\n${body}\n${answer.status} ${answer.text}`;
        expect(contract.answerErrors(documented.operation, answer), said).toEqual([]);
        if (answer.status >= 400) expect(stateOf(there), said).toEqual(before);
      }
      expect(errors).not.toHaveBeenCalled();
      await there.emulator.stop();
    }),
    { numRuns: 200 },
  );
  errors.mockRestore();
});
