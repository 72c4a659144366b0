import { useState } from 'preact/hooks';

export interface Action {
  /** Does it; tells whether it came off. */
  run(act: () => Promise<unknown>): Promise<boolean>;
  readonly isRunning: boolean;
  /** Why the last one failed. */
  readonly problem: string | undefined;
}

/** Something that a person has the emulator do, and what it said against it. */
export function useAction(): Action {
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState<string>();
  const run = async (act: () => Promise<unknown>) => {
    setRunning(true);
    try {
      await act();
      setProblem(undefined);
      return true;
    } catch (failure) {
      setProblem(failure instanceof Error ? failure.message : String(failure));
      return false;
    } finally {
      setRunning(false);
    }
  };
  return { run, isRunning, problem };
}
