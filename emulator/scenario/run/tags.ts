import { UsageError } from '../../usage-error.js';

/** Whether a scenario with these tags is selected. */
export type TagFilter = (tags: ReadonlySet<string>) => boolean;

/**
 * Reads an expression of tags with `and`, `or`, `not` and parentheses; `not` binds strongest, then `and`.
 *
 * @throws {@link UsageError} showing where it can't be read
 */
export function readTags(expression: string): TagFilter {
  const reader = new TagReader(expression);
  const filter = reader.alternatives();
  reader.end();
  return filter;
}

class TagReader {
  private readonly tokens: readonly { readonly text: string; readonly at: number }[];
  private next = 0;

  constructor(private readonly expression: string) {
    this.tokens = Array.from(expression.matchAll(/[()]|[^\s()]+/g), ({ 0: text, index }) => ({
      text,
      at: index,
    }));
  }

  alternatives(): TagFilter {
    const filters = [this.conjunction()];
    while (this.take('or')) filters.push(this.conjunction());
    return (tags) => filters.some((filter) => filter(tags));
  }

  end(): void {
    if (this.next < this.tokens.length) this.fail('expected and, or, or the end');
  }

  private conjunction(): TagFilter {
    const filters = [this.negation()];
    while (this.take('and')) filters.push(this.negation());
    return (tags) => filters.every((filter) => filter(tags));
  }

  private negation(): TagFilter {
    if (this.take('not')) {
      const filter = this.negation();
      return (tags) => !filter(tags);
    }
    if (this.take('(')) {
      const filter = this.alternatives();
      if (!this.take(')')) this.fail('expected and, or, or )');
      return filter;
    }
    const tag = this.tokens[this.next]?.text;
    if (tag === undefined || /^(?:and|or|\))$/.test(tag)) return this.fail('expected a tag, not or (');
    this.next += 1;
    return (tags) => tags.has(tag);
  }

  private take(text: string): boolean {
    if (this.tokens[this.next]?.text !== text) return false;
    this.next += 1;
    return true;
  }

  private fail(expected: string): never {
    const at = this.tokens[this.next]?.at ?? this.expression.length;
    throw new UsageError(
      `--tags ${JSON.stringify(this.expression)}: ${expected} at character ${at + 1}, as in "smoke and not slow"`,
    );
  }
}
