/** The environment of a user's own process: nothing in it says that a test runner has started it. */
export function userEnvironment(): NodeJS.ProcessEnv {
  const { NODE_TEST_CONTEXT: _, VITEST: __, ...environment } = process.env;
  return environment;
}
