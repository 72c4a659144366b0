/** The parts of OpenAPI 3.1 that the document is made of. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly summary: string;
    readonly description: string;
  };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: Tag; readonly description: string }[];
  readonly paths: Paths;
  readonly components: {
    readonly schemas: { readonly [name: string]: object };
    readonly securitySchemes: { readonly [name: string]: object };
  };
}

export type Tag = 'status' | 'state' | 'domains' | 'snapshots' | 'journal' | 'faults' | 'emulator';

export type Method = 'get' | 'post' | 'patch' | 'delete';

export interface Paths {
  readonly [path: string]: { readonly [method in Method]?: Operation };
}

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly Tag[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Responses;
  readonly security?: readonly { readonly [scheme: string]: readonly string[] }[];
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly description: string;
  readonly schema: object;
  readonly style?: 'form';
  readonly explode?: boolean;
  readonly example?: unknown;
}

/** By status; `default` for all others. */
export interface Responses {
  readonly [status: string]: Response;
}

export interface Response {
  readonly description: string;
  readonly headers?: { readonly [name: string]: { readonly description: string; readonly schema: object } };
  readonly content?: Content;
}

export interface Content {
  readonly [type: string]: MediaType;
}

export interface MediaType {
  readonly schema: object;
  readonly examples?: Examples;
}

export interface Examples {
  readonly [name: string]: { readonly summary?: string; readonly value: unknown };
}
