import { z } from 'zod';
import { stateAdditionSchema } from '../../library/state-addition.js';
import { account, apiKey, rosters } from '../../options/options.js';
import type { Release } from '../../release.js';
import { entry, note } from './entry-schema.js';
import { addedFault, faultToAdd } from './fault-schemas.js';
import { health, newDomain, newId, problem } from './small-schemas.js';
import { accountState, rosterItem, session, sessionState, state } from './state-schemas.js';
import { statusAnswer, statusAnswerInXml, statusToSet, statusToSetInXml } from './status-schemas.js';
import { unverified, verification, verified } from './verify-schemas.js';

/** What is sent to the emulator: read by the very schemas that check it there. */
const sent = {
  Status: statusToSet,
  StatusInXml: statusToSetInXml,
  StateAddition: stateAdditionSchema().describe('What is added, in the config file’s form.'),
  AccountToAdd: account,
  RosterItemToAdd: rosters.valueType.element,
  ApiKeyToAdd: apiKey,
  FaultToAdd: faultToAdd,
  Verification: verification,
};

/** What the emulator answers. */
const answered = {
  Health: health,
  State: state,
  Account: accountState,
  RosterItem: rosterItem,
  SessionOfState: sessionState,
  Session: session,
  JournalEntry: entry,
  Note: note,
  Fault: addedFault,
  NewId: newId,
  NewDomain: newDomain,
  Verified: verified,
  Unverified: unverified,
  Problem: problem,
};

const answeredByRelease = (release: Release) => ({
  StatusAnswer: statusAnswer(release),
  StatusAnswerInXml: statusAnswerInXml(release),
});

export type SchemaName =
  | keyof typeof sent
  | keyof typeof answered
  | keyof ReturnType<typeof answeredByRelease>
  | 'Json';

const ANYWHERE = '#/components/schemas/';

/** A schema of the document's, where it is used. */
export function schema(name: SchemaName): object {
  return { $ref: `${ANYWHERE}${name}` };
}

/** All schemas by name, as JSON Schema (draft 2020-12), which is OpenAPI 3.1's dialect. */
export function schemas(release: Release): { readonly [name: string]: object } {
  return {
    ...jsonSchemas(sent, 'input'),
    ...jsonSchemas({ ...answered, ...answeredByRelease(release) }, 'output'),
    Json: { description: 'Any JSON.' },
  };
}

function jsonSchemas(named: { readonly [name: string]: z.ZodType }, io: 'input' | 'output') {
  const registry = z.registry<{ id: string }>();
  for (const [id, one] of Object.entries(named)) registry.add(one, { id });
  const made = z.toJSONSchema(registry, { io, uri: (id) => `${ANYWHERE}${id}` });
  const { __shared, ...own } = made.schemas;
  return Object.fromEntries(
    Object.entries(own).map(([name, { $id, $schema, ...one }]) => [name, withAnyJson(one)]),
  );
}

/** What refers to itself is z.json() alone: any value, which JSON Schema says without that. */
function withAnyJson<Part>(part: Part): Part {
  const text = JSON.stringify(part);
  return JSON.parse(text.replace(/"#\/components\/schemas\/__shared#[^"]*"/g, `"${ANYWHERE}Json"`));
}
