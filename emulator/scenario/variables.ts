/** Variables, by name. */
export type Variables = { readonly [name: string]: string };

/** `{name}`, `{actor/resource}`; doubled braces stand for themselves: `{{name}}` is the text `{name}`. */
const REFERENCE = /\{\{([^{}]*)\}\}|\{([A-Za-z_][^{}:"'\s,]*)\}/g;

/** The names of the variables in a text, in order. */
export function referencesIn(text: string): string[] {
  return Array.from(text.matchAll(REFERENCE), ([, , name]) => name ?? '').filter((name) => name !== '');
}

/** A text with the values of its variables; `write` may quote them. Unknown ones stay as they are. */
export function filled(
  text: string,
  variables: Variables,
  write: (value: string) => string = (value) => value,
): string {
  return text.replace(REFERENCE, (all: string, escaped: string | undefined, name: string | undefined) => {
    if (name === undefined) return `{${escaped}}`;
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    return value === undefined ? all : write(value);
  });
}

/** A text with something harmless in place of its variables, so that the rest of it can be checked. */
export function withoutVariables(text: string): string {
  return text.replace(REFERENCE, (_, escaped: string | undefined) =>
    escaped === undefined ? 'x' : `{${escaped}}`,
  );
}

/** Quotes what means something in a regular expression. */
export function quotedForPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
