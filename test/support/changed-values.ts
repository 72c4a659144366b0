import fc from 'fast-check';
import { type Json, leavesOf, membersOf, withValueAt } from './json-values.js';

/** Values that are seldom expected. */
export const oddValue: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    ...[
      null,
      true,
      false,
      0,
      -1,
      0.5,
      1e21,
      2 ** 53,
      2 ** 31,
      '',
      ' ',
      '\0',
      'a@b',
      'test@domain.com',
      '*',
      '(',
      'x'.repeat(3000),
    ],
    ...[[], {}, [[]], { '': {} }, [null], { matches: '(' }, { matches: '^a' }],
  ),
  fc.jsonValue({ maxDepth: 2 }).map((value) => value as Json),
);

/** A value in which a few places are something else, are left out, or have an odd member beside them. */
export function changed(value: Json): fc.Arbitrary<Json> {
  const change = fc.record({
    kind: fc.constantFrom('replace', 'leave out', 'add'),
    at: fc.nat(),
    name: fc.constantFrom('x', '', '__proto__', 'constructor', 'toString', 'jid', 'match'),
    odd: oddValue,
  });
  return fc.array(change, { maxLength: 3 }).map((changes) =>
    changes.reduce((now: Json, { kind, at, name, odd }) => {
      const members = membersOf(now);
      const places = kind === 'replace' ? [...leavesOf(now), ...members] : members;
      const path = places[at % Math.max(places.length, 1)] ?? [];
      if (kind === 'add') return withMemberAt(now, path.slice(0, -1), name, odd);
      return withValueAt(now, path, kind === 'replace' ? odd : undefined);
    }, value),
  );
}

function withMemberAt(value: Json, path: readonly (string | number)[], name: string, odd: Json): Json {
  const inner = path.reduce<Json | undefined>(
    (there, key) => (there as { [key: string]: Json })?.[key],
    value,
  );
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return value;
  const members = [...Object.entries(inner), [name, odd] as const];
  return withValueAt(value, path, Object.fromEntries(members));
}
