/** What the emulator refused, in the words of its problem document (RFC 9457). */
interface ProblemDocument {
  readonly title?: string;
  readonly detail?: string;
}

/**
 * Calls the control interface, at the paths beside the page's own.
 *
 * @throws {@link Error} in words for people, where the emulator refuses the call or is not to be reached
 */
export async function call(method: string, path: string, json?: unknown): Promise<Response> {
  const body =
    json === undefined ? {} : { body: JSON.stringify(json), headers: { 'Content-Type': 'application/json' } };
  const response = await fetch(path, { method, ...body }).catch(() => {
    throw new Error('The emulator does not answer: does it still run?');
  });
  if (response.ok) return response;
  throw new Error(await problemOf(response));
}

/** What is at a path, as the control interface documents it. */
export async function get<Value>(path: string): Promise<Value> {
  return (await (await call('GET', path)).json()) as Value;
}

async function problemOf(response: Response): Promise<string> {
  const problem = (await response.json().catch(() => ({}))) as ProblemDocument;
  const said = [problem.title, problem.detail].filter((text) => text !== undefined).join('. ');
  return said || `The emulator answered ${response.status}`;
}
