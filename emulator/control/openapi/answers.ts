import { STARTED } from '../health.js';
import { type SchemaName, schema } from './components.js';
import type { Examples, MediaType, Operation, Parameter, Response, Tag } from './openapi-types.js';

/** What is sent or answered as JSON, with examples by name. */
export function json(of: object, examples: { readonly [name: string]: unknown }): MediaType {
  return { schema: of, examples: named(examples) };
}

export function named(values: { readonly [name: string]: unknown }): Examples {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
}

/** An answer in JSON. */
export function answer(description: string, of: SchemaName, example: unknown): Response {
  return { description, content: { 'application/json': json(schema(of), { example }) } };
}

/** An answer in JSON that is a list. */
export function answerList(description: string, of: SchemaName, example: readonly unknown[]): Response {
  return {
    description,
    content: { 'application/json': json({ type: 'array', items: schema(of) }, { example }) },
  };
}

/** A body of JSON. */
export function body(
  of: SchemaName,
  examples: { readonly [name: string]: unknown },
): Required<Operation>['requestBody'] {
  return { required: true, content: { 'application/json': json(schema(of), examples) } };
}

export const done: Response = { description: 'Done.' };

interface ProblemExample {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  /** Members of its own. */
  readonly [member: string]: unknown;
}

/** An answer that says what was wrong (RFC 9457). */
export function problem(description: string, example: ProblemExample, of: SchemaName = 'Problem'): Response {
  return { description, content: { 'application/problem+json': json(schema(of), { example }) } };
}

const pageOfAnotherOrigin = problem('A web page of another origin calls, or the host is a public name.', {
  title: 'Pages of other origins can not call the control interface',
  status: 403,
  detail: 'Call it from a program, or open the page at the emulator itself: /_emulator/',
  instance: '/_emulator/state',
});

/** A body that is no JSON, or is too large. */
export const badBody = {
  413: problem('The body is larger than a megabyte.', {
    title: 'The body is too large',
    status: 413,
    detail: 'Send at most 1048576 bytes',
    instance: '/_emulator/state',
  }),
};

const unknownParameter = problem('A parameter that it does not take, or a body.', {
  title: 'There is no parameter "x"',
  status: 400,
  detail: 'The call takes no parameters',
  instance: '/_emulator/health?x=1',
});

/** A call of the control interface: each can be refused to a web page, and takes nothing that it does not know. */
export function call(tag: Tag, operation: Omit<Operation, 'tags'>): Operation {
  return servedCall(tag, { ...operation, responses: { 400: unknownParameter, ...operation.responses } });
}

/** The same, where what is not known is overlooked, as with pages. */
export function servedCall(tag: Tag, operation: Omit<Operation, 'tags'>): Operation {
  return {
    ...operation,
    tags: [tag],
    security: [],
    responses: { ...operation.responses, 403: pageOfAnotherOrigin },
  };
}

export function queryParameter(name: string, description: string, of: object, example: unknown): Parameter {
  return { name, in: 'query', description, schema: of, example };
}

export function pathParameter(name: string, description: string, example: string): Parameter {
  return { name, in: 'path', required: true, description, schema: { type: 'string' }, example };
}

/** When the emulator was started; the header stands where somebody may take it for the one before. */
export const startedHeader: NonNullable<Response['headers']> = {
  [STARTED]: {
    description: 'when the emulator was started: of another one at this address the entries begin anew',
    schema: { type: 'string', format: 'date-time' },
  },
};
