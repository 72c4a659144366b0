import type { Variables } from '../variables.js';
import { filled } from '../variables.js';
import type { Condition } from './matcher.js';

export const ABSENT = 'absent';

/** A value as people read it: texts in quotes, everything else as in JSON. */
export function shownValue(value: unknown): string {
  return JSON.stringify(value) ?? ABSENT;
}

/** What was expected, in the words in which it is written. */
export function shownCondition(condition: Condition, variables: Variables): string {
  switch (condition.kind) {
    case 'any':
      return 'any value';
    case 'absent':
      return ABSENT;
    case 'literal':
      return shownValue(
        typeof condition.value === 'string' && condition.asIs !== true
          ? filled(condition.value, variables)
          : condition.value,
      );
    case 'matches':
      return `a text that matches ${filled(condition.pattern, variables)}`;
    case 'within':
      return `a number from ${condition.least} to ${condition.most}`;
    case 'one of':
      return `one of ${condition.options.map((option) => shownCondition(option, variables)).join(', ')}`;
    case 'object': {
      const members = condition.members.map(
        ({ name, matcher }) => `${JSON.stringify(name)}: ${shownCondition(matcher, variables)}`,
      );
      return `{ ${members.join(', ')} }`;
    }
    case 'list':
      return `[${condition.items.map((item) => shownCondition(item, variables)).join(', ')}]`;
  }
}
