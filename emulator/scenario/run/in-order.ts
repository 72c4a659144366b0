/**
 * Carries out tasks, several at a time, and tells what each brought in the order of the tasks, whatever order they
 * end in. The first that throws ends the rest: those that have begun are waited for, then it throws.
 */
export async function inOrder<Result>(
  tasks: readonly ((tell: (result: Result) => void) => Promise<void>)[],
  jobs: number,
  tell: (result: Result) => void,
): Promise<void> {
  const waiting: Result[][] = tasks.map(() => []);
  const ended = new Set<number>();
  let current = 0;
  let next = 0;
  let thrown: { readonly failure: unknown } | undefined;
  const advance = () => {
    while (ended.has(current)) {
      current += 1;
      for (const result of waiting[current]?.splice(0) ?? []) tell(result);
    }
  };
  const worker = async () => {
    while (next < tasks.length && thrown === undefined) {
      const index = next;
      next += 1;
      try {
        await tasks[index]?.((result) => {
          if (index === current) tell(result);
          else waiting[index]?.push(result);
        });
      } catch (failure) {
        thrown ??= { failure };
      }
      ended.add(index);
      advance();
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, tasks.length) }, worker));
  if (thrown !== undefined) throw thrown.failure;
}
