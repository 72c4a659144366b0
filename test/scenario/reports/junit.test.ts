import { type Element, parse } from 'ltx';
import { expect, it } from 'vitest';
import { junitReporter } from '../../../emulator/scenario/report/junit.js';
import { plain } from '../../../emulator/scenario/report/paint.js';
import { failureText } from '../../../emulator/scenario/report/text/failure-text.js';
import { strictProblem } from '../../support/strict-xml.js';
import { rendered } from './rendered.js';
import { everything, failing, odd, run } from './samples.js';

const text = rendered(junitReporter, everything);
const root = parse(text);
const suites = root.getChildren('testsuite');
const tests = suites.flatMap((suite) => suite.getChildren('testcase'));

function attributes(element: Element | undefined): Record<string, string> {
  return element?.attrs ?? {};
}

function named(name: string): Element[] {
  return tests.flatMap((test) => test.getChildren(name));
}

it('is XML, whatever was played', () => {
  expect(strictProblem(text)).toBeUndefined();
});

it('counts scenarios and failures, in all and a file', () => {
  expect(attributes(root)).toEqual({
    name: 'tigase-emulator',
    tests: '5',
    failures: '3',
    errors: '0',
    time: '1.234',
  });
  expect(suites.map(attributes)).toEqual([
    {
      id: '0',
      name: 'scenarios/status.yaml',
      file: 'scenarios/status.yaml',
      tests: '4',
      failures: '2',
      errors: '0',
      skipped: '1',
      time: '1.114',
      timestamp: '2026-03-01T09:30:00',
    },
    {
      id: '1',
      name: 'scenarios/edge cases/odd & "quoted".yaml',
      file: 'scenarios/edge cases/odd & "quoted".yaml',
      tests: '1',
      failures: '1',
      errors: '0',
      skipped: '0',
      time: '0.038',
      timestamp: '2026-03-01T09:30:00',
    },
  ]);
  expect(named('failure')).toHaveLength(3);
  expect(named('skipped')).toHaveLength(1);
});

it('names a scenario, its file as a class and its time in seconds', () => {
  expect(attributes(tests[1])).toEqual({
    name: failing.name,
    classname: 'scenarios.status',
    time: '1.024',
  });
});

it('explains a failure as the pretty report does', () => {
  const failure = tests[1]?.getChild('failure');
  expect(attributes(failure)).toEqual({
    message:
      'alice received no presence that fits within 1 s. (presence › show: expected "xa", found "dnd", and 1 more)',
    type: 'failure',
  });
  expect(failure?.getText()).toBe(failureText(failing, plain));
});

it('says why a scenario was skipped', () => {
  const skipped = tests[3]?.getChild('skipped');
  expect(attributes(skipped)).toEqual({ message: 'needs release 8.4, the target is 8.3' });
});

it('lists the steps', () => {
  expect(tests[1]?.getChildText('system-out')).toBe(`given    ✓ an emulator of release 8.3
         ✓ alice is online
steps    ✓ set the status of test to xa, "On the phone"
         ✗ alice receives presence, from {test}, show xa
         – alice goes offline (a step before it failed)
finally  ✓ remove the status of test`);
});

it('puts a replacement character where XML has no way to write one', () => {
  expect(tests[4]?.attrs.name).toBe(
    odd.name.replace('\u001b', '\ufffd').replace('\u0000', '\ufffd').replace('\ud800', '\ufffd'),
  );
});

it('is complete where nothing was played', () => {
  expect(rendered(junitReporter, run([]))).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
      '<testsuites name="tigase-emulator" tests="0" failures="0" errors="0" time="1.234"/>\n',
  );
});
