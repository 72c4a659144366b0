import { SaxesParser } from 'saxes';

/** What makes a text no XML with namespaces, as a strict client sees it; `undefined` where it is fine. */
export function strictProblem(text: string): string | undefined {
  const parser = new SaxesParser({ xmlns: true });
  let problem: string | undefined;
  parser.on('error', ({ message }) => {
    problem ??= message;
  });
  parser.write(text).close();
  return problem === undefined ? undefined : `${problem} in ${text}`;
}
