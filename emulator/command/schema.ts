import { didYouMean } from '../options/option-errors.js';
import { configJsonSchema } from '../options/options.js';
import { scenarioJsonSchema } from '../scenario/format/scenario-schema.js';
import { UsageError } from '../usage-error.js';

const SCHEMAS: { readonly [of: string]: () => object } = {
  config: configJsonSchema,
  scenario: scenarioJsonSchema,
};

/**
 * The JSON Schema (draft 2020-12) of a kind of file.
 *
 * @throws {@link UsageError} where there is none of that kind
 */
export function schemaOf(kind: string): object {
  const schema = Object.hasOwn(SCHEMAS, kind) ? SCHEMAS[kind] : undefined;
  if (schema === undefined) throw new UsageError(`schema ${kind}: ${didYouMean(kind, Object.keys(SCHEMAS))}`);
  return schema();
}
