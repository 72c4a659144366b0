/** Every key of the config file, with what it may be. */
export function configurationPage(schema) {
  const rows = keysOf(schema, '').filter(({ key }) => key !== '$schema');
  const lines = rows.map(
    ({ key, schema, schema: { description, default: usual } }) =>
      `| \`${key}\` | ${cell(wordsFor(schema))} | ${usual === undefined ? '' : `\`${JSON.stringify(usual)}\``} | ${cell(description ?? '')} |`,
  );
  return `${HEAD}\n| key | value | default | |\n|---|---|---|---|\n${lines.join('\n')}\n`;
}

function keysOf(schema, path) {
  const inner =
    schema.items ?? (typeof schema.additionalProperties === 'object' && schema.additionalProperties);
  if (inner) return keysOf(inner, schema.items ? `${path}[]` : `${path}.JID`);
  const forms = [schema, ...(schema.anyOf ?? [])].flatMap(({ properties }) =>
    Object.entries(properties ?? {}),
  );
  return forms.flatMap(([name, value]) => {
    const key = path === '' ? name : `${path}.${name}`;
    return [{ key, schema: value }, ...keysOf(value, key)];
  });
}

function wordsFor({ type, enum: values, const: value, anyOf, items, format }) {
  if (anyOf) return either(anyOf);
  if (Array.isArray(type)) return either(type.map((one) => ({ type: one })));
  if (values) return values.map((one) => `\`${one}\``).join(', ');
  if (value !== undefined) return `\`${value}\``;
  if (type === 'array')
    return `list of ${items.type === 'object' ? 'keys with values' : plural(wordsFor(items))}`;
  return (
    {
      integer: 'whole number',
      object: 'keys with values',
      string: format === 'regex' ? 'regular expression' : 'text',
      boolean: 'true or false',
      null: 'null',
    }[type] ?? type
  );
}

/** A release may be written as a number, which is nothing new to who reads. */
const either = (forms) =>
  [...new Set(forms.filter(({ type, enum: values }) => !(values && type === 'number')).map(wordsFor))].join(
    ' or ',
  );

const plural = (words) => `${words}s`;
const cell = (text) => String(text).replaceAll('|', '\\|');

const HEAD = `# Configuration

<!-- Written by npm run docs from the schema of the options. -->

The keys of \`tigase-emulator.yaml\` (or \`.yml\`, \`.json\`), and of what \`startEmulator\` takes, where ports are free ones
unless they are given. Flags win over the environment, the environment over the file, the file over the defaults; whoever
wins replaces a list whole. [The command](command.md) has the flags; the environment has each under its name
(\`--api-key\` as \`TIGASE_EMULATOR_API_KEY\`), lists with commas.

\`tigase-emulator schema config\` prints the same as a JSON Schema, for editors.
`;
