import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { type Element, parse } from 'ltx';
import type { Response as Answer } from 'supertest';
import type {
  Examples,
  MediaType,
  OpenApiDocument,
  Operation,
} from '../../emulator/control/openapi/openapi-types.js';

/** An operation of a document, and where it is. */
export interface Documented {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

export function operationsOf({ paths }: OpenApiDocument): Documented[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
}

export function operationOf(document: OpenApiDocument, id: string): Operation {
  const found = operationsOf(document).find(({ operation }) => operation.operationId === id);
  if (found === undefined) throw new Error(`there is no operation ${id}`);
  return found.operation;
}

/** The examples of a media type by name. */
export function examplesOf(media: MediaType | undefined): [string, unknown][] {
  const examples: Examples = media?.examples ?? {};
  return Object.entries(examples).map(([name, { value }]) => [name, value]);
}

/** Compares what there is with a document: strictly, so that no keyword, format or reference is overlooked. */
export class Contract {
  private readonly ajv = new Ajv2020({
    allErrors: true,
    allowUnionTypes: true,
    formats: {
      'date-time': (text: string) => new Date(text).toISOString() === text,
      regex: (text: string) => new RegExp(text) !== undefined,
    },
  });
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(readonly document: OpenApiDocument) {
    this.ajv.addVocabulary(['xml']);
    this.ajv.addSchema({ $id: 'document', $defs: within(document.components.schemas) });
  }

  /** What keeps a value from being one of a schema; empty where nothing does. */
  errors(schema: object, value: unknown): string[] {
    const text = JSON.stringify(schema);
    const validate = this.validators.get(text) ?? this.ajv.compile(within(schema));
    this.validators.set(text, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }

  /** What an answer has that its operation does not say. */
  answerErrors(operation: Operation, answer: Answer): string[] {
    const response = operation.responses[answer.status];
    if (response === undefined) return [`the status ${answer.status} is not documented`];
    const { content = {}, headers = {} } = response;
    const missing = Object.keys(headers).filter((name) => answer.headers[name.toLowerCase()] === undefined);
    if (missing.length > 0) return [`there is no ${missing.join(', ')}`];
    const type = typeOf(answer);
    const media = content[type ?? '*/*'];
    if (media !== undefined) return this.errors(media.schema, valueIn(answer.text, type));
    return type === undefined && !answer.text && response.content === undefined
      ? []
      : [`the type ${type} is not documented`];
  }

  /** Every media type with a schema: of requests and of responses. */
  medias(): { readonly where: string; readonly type: string; readonly media: MediaType }[] {
    return operationsOf(this.document).flatMap(({ operation }) => {
      const { operationId, requestBody, responses } = operation;
      const answers = Object.entries(responses).map(([status, { content }]) => ({ part: status, content }));
      return [{ part: 'request', content: requestBody?.content }, ...answers].flatMap(
        ({ part, content = {} }) =>
          Object.entries(content).map(([type, media]) => ({ where: `${operationId} ${part}`, type, media })),
      );
    });
  }
}

export function typeOf({ headers }: Answer): string | undefined {
  return headers['content-type']?.split(';')[0];
}

/** The value in a body that a schema describes. */
export function valueIn(text: string, type: string | undefined): unknown {
  if (type === 'application/xml') return contentOf(parse(text));
  return type?.endsWith('json') ? JSON.parse(text) : text;
}

/** An element is an object of its children, or its text. */
function contentOf(element: Element): unknown {
  const children = element.getChildElements();
  if (children.length === 0) return element.getText();
  return Object.fromEntries(children.map((child) => [child.getName(), contentOf(child)]));
}

function within<Part extends object>(part: Part): Part {
  return JSON.parse(JSON.stringify(part).replaceAll('#/components/schemas/', 'document#/$defs/'));
}
