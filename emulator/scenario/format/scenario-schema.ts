import { z } from 'zod';
import type { JsonSchema } from '../../options/option-errors.js';
import { release } from '../../options/option-values.js';
import { clientVerbs, lonelyClientVerbs } from './client-verbs.js';
import { emulatorVerbs, lonelyEmulatorVerbs, play, requestVerbs } from './request-verbs.js';
import { duration, name, text } from './values.js';

/** Read by `compileStep`, which knows who the actor is and so can say more than a schema. */
const step = z.unknown();

const configuration = z
  .strictObject({
    trusted: z.array(z.string()).optional(),
    openAccess: z.boolean().optional(),
    apiKeys: z.array(z.unknown()).optional(),
  })
  .describe('how the embedded emulator is configured for this story, in the keys of the config file');

const given = z
  .strictObject({
    accounts: z.array(name).default([]).describe("accounts of the story's own; {test} is the JID of test"),
    contacts: z
      .array(z.tuple([name, name], { error: 'Invalid input: expected two accounts, such as [test, alice]' }))
      .default([])
      .describe('who is subscribed to each other'),
    applications: z
      .array(name)
      .default(['app'])
      .describe('what the programs are called that send requests; app unless given'),
    emulator: configuration.default({}),
    variables: z.record(name, text).default({}).describe('values to be used as {name}'),
  })
  .prefault({});

const cell = z.union([z.string(), z.number(), z.boolean()]);

export const scenarioShape = z.strictObject({
  $schema: z.string().optional().describe('where the JSON Schema of this file is, for editors'),
  name: z.string().min(1).describe('what the story shows, as a sentence'),
  description: z.string().optional().describe('more about it, for those who read reports'),
  tags: z
    .array(z.string().regex(/^[\w.-]+$/, { error: 'Invalid tag: expected letters, digits, -, _ and .' }))
    .default([]),
  releases: z.array(release).min(1).optional().describe('the releases that it holds for; all unless given'),
  parameters: z
    .array(name)
    .optional()
    .describe(
      'makes it a part: other files play it, and give these their values; it is not played by itself',
    ),
  given: given,
  limits: z
    .strictObject({ answer: duration.optional(), receive: duration.optional() })
    .prefault({})
    .describe(
      'how long an answer, and a stanza, may take; 5s unless given, a stanza on embedded emulators 1s',
    ),
  matrix: z
    .union([z.array(z.record(name, cell)).min(1), z.record(name, z.array(cell).min(1))], {
      error: 'Invalid input: expected lists of values, such as { format: [json, xml] }',
    })
    .optional()
    .describe('the same story for each combination of values; release chooses the release'),
  steps: z
    .array(step, { error: 'Invalid steps: expected a list of steps' })
    .min(1)
    .describe('who does what, in order'),
  finally: z.array(step).default([]).describe('steps that are played whatever happens'),
});

export type ScenarioValues = z.output<typeof scenarioShape>;

/** The JSON Schema (draft 2020-12) of scenario files. */
export function scenarioJsonSchema(): object {
  const schema = z.toJSONSchema(scenarioShape, { io: 'input' }) as { properties: { [key: string]: object } };
  const steps = { type: 'array', minItems: 1, items: { $ref: '#/$defs/step' } };
  const { properties } = schema;
  return {
    ...schema,
    title: 'Scenario of tigase-emulator',
    properties: {
      ...properties,
      steps: {
        ...steps,
        description: (properties.steps as JsonSchema & { description: string }).description,
      },
      finally: { ...properties.finally, ...steps, minItems: 0 },
    },
    $defs: { step: stepSchema() },
  };
}

/** `{form}`, which a matrix or a parameter gives its value. */
const REFERENCE = { type: 'string', pattern: '^\\{[A-Za-z][\\w-]*\\}$' };

/** A schema that also takes references where it asks for words or numbers of its own. */
function withReferences(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withReferences);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, withReferences(value)]),
  );
  const isClosed = 'enum' in inner || 'const' in inner || 'pattern' in inner || inner.type === 'integer';
  return isClosed ? { anyOf: [inner, REFERENCE] } : inner;
}

/** A step has one actor, whose name is the story's own; what the actor does is one of the verbs. */
function stepSchema(): object {
  const verbs = [requestVerbs, clientVerbs, emulatorVerbs].flatMap((group) =>
    Object.values<z.ZodType>(group).map((verb) => {
      const { $schema, ...schema } = z.toJSONSchema(verb, { io: 'input' });
      return withReferences(schema);
    }),
  );
  const { $schema, ...part } = z.toJSONSchema(play, { io: 'input' });
  const lonely = { enum: [...lonelyClientVerbs, ...lonelyEmulatorVerbs] };
  return {
    description: 'actor: { verb: …, more: … }',
    anyOf: [
      part,
      {
        type: 'object',
        minProperties: 1,
        maxProperties: 1,
        not: { required: ['play'] },
        additionalProperties: { anyOf: [lonely, ...verbs] },
      },
    ],
  };
}
