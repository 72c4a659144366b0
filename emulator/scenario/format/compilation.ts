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

  /** The same for another file of the story. */
  within(source: Source): Compilation {
    return new Compilation(source, this.cast, this.problems, this.files);
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

  mustBeAccount(account: string, path: Path): void {
    if (this.cast.accounts.includes(account)) return;
    const there =
      this.cast.accounts.length === 0 ? 'given has none' : `there are ${this.cast.accounts.join(', ')}`;
    this.tell(path, `there is no account ${account}: ${there}`);
  }
}

/** Who takes part in a story. */
export interface Cast {
  readonly accounts: readonly string[];
  readonly applications: readonly string[];
}
