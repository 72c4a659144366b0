import type { Matcher, Path } from '../match/matcher.js';
import { type MatcherProblem, readMatcher } from '../match/read-matcher.js';
import type { Problem, Source } from './source.js';

/** What the steps of one file are compiled with: who there is, and where problems go. */
export class Compilation {
  readonly matcherProblems: MatcherProblem[] = [];

  constructor(
    readonly source: Source,
    readonly cast: Cast,
    readonly problems: Problem[],
    /** The other files that were read. */
    readonly files: Set<string>,
  ) {}

  /** The same for a part, whose parameters stand for accounts. */
  within(source: Source, aliases: ReadonlyMap<string, string>): Compilation {
    return new Compilation(source, { ...this.cast, aliases }, this.problems, this.files);
  }

  /** Tells what is wrong at a path of the file. */
  tell(path: Path, message: string, at: 'value' | 'key' = 'value'): void {
    this.problems.push({ place: this.source.placeOf(path, at), message });
  }

  matcher(value: unknown, path: Path): Matcher {
    return readMatcher(value, path, this.matcherProblems);
  }

  /** Tells the problems of the matchers that were read so far. */
  tellMatchers(): void {
    for (const { path, message } of this.matcherProblems.splice(0)) this.tell(path, message);
  }

  /** Tells that an account's name is no address. */
  tellBareAccount(value: unknown, path: Path): void {
    if (typeof value === 'string' && this.cast.accounts.includes(value))
      this.tell(path, `${value} is an account, and its JID is written "{${value}}"`);
  }

  /** The account that a name stands for; where there is none, that is told. */
  account(name: string, path: Path): string {
    const account = this.cast.aliases?.get(name) ?? name;
    if (this.cast.accounts.includes(account)) return account;
    const there =
      this.cast.accounts.length === 0 ? 'given has none' : `there are ${this.cast.accounts.join(', ')}`;
    this.tell(path, `there is no account ${name}: ${there}`);
    return this.cast.accounts[0] ?? name; // so that nothing else is told of it
  }
}

/** Who takes part in a story. */
export interface Cast {
  readonly accounts: readonly string[];
  readonly applications: readonly string[];
  /** In a part: the accounts that its parameters stand for. */
  readonly aliases?: ReadonlyMap<string, string>;
}
