/** What came of a run. */
export interface RunEnd {
  /** What the command would exit with. */
  readonly status: number;
  /** For each story file, the files that it was made from. */
  readonly files: ReadonlyMap<string, ReadonlySet<string>>;
}
