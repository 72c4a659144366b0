/**
 * Everything in which Tigase's releases differ, as data. Other modules read a {@link Release}; none of them
 * asks for its name. Sources: the recordings of 8.1, 8.3 and 8.4 in `fixtures`; 8.2 was not recorded
 * and does as 8.3 where its neighbours differ; `documented` is Tigase's documentation of the endpoint and,
 * where that is silent, 8.3.
 */

export const releaseNames = ['documented', '8.1', '8.2', '8.3', '8.4'] as const satisfies ReleaseName[];

/** The name of a release: `documented` is what Tigase's documentation says and, where that is silent, 8.3. */
export type ReleaseName = 'documented' | '8.1' | '8.2' | '8.3' | '8.4';

export interface Release {
  readonly name: ReleaseName;
  /** The number in a component's name, as in the `ver` of an external session's entity capabilities. */
  readonly version: string;
  /** What the answer to a status change looks like. */
  readonly answer: {
    /** Spaces a level of indentation in JSON. */
    readonly jsonIndent: number;
    /** Whether the answer ends with the `activity` that was set. */
    readonly activity: boolean;
  };
  /** Whether a path is percent-decoded, and its `+` made spaces, before it is compared with the routes. */
  readonly decodesPath: boolean;
  /** The answer where no route fits: an empty chunked one, or a text. */
  readonly noRoute: { readonly framing: 'chunked' | 'length'; readonly text: string };
  /** The methods that the REST module knows; another one is a 500. `undefined`: another one is just no route. */
  readonly knownMethods: readonly string[] | undefined;
  readonly access: {
    /** Which API key counts when the query and the `Api-Key` header both bring one. */
    readonly keyFirstFrom: 'query' | 'header';
    /** What a key's hosts are compared with: the whole Host header, or its name alone, `X-Forwarded-Host` first. */
    readonly host: 'header' | 'name';
    /** Whether the REST calls ask for HTTP Basic credentials of an admin besides the key. */
    readonly adminCredentials: boolean;
    /** The text of the 403 without a key. */
    readonly keyMissing: (path: string) => string;
    /** The text of the 403 with a key that does not open the path. */
    readonly keyRefused: (path: string) => string;
  };
  /** Whether a local part of nothing but white space passes. */
  readonly blankLocalPart: boolean;
  /** What becomes of a message that reaches an external session. */
  readonly externalMessage: 'bounced' | 'lost';
  /** What becomes of a client's message that has no `to`. */
  readonly messageWithoutAddress: 'to-own-account' | 'dropped';
}

const keyRequired = (path: string) => `To access URI = '${path}' a valid api key is required`;

const release83: Release = {
  name: '8.3',
  version: '8.3.1',
  answer: { jsonIndent: 4, activity: true },
  decodesPath: true,
  noRoute: { framing: 'chunked', text: '' },
  knownMethods: undefined,
  access: {
    keyFirstFrom: 'query',
    host: 'header',
    adminCredentials: false,
    keyMissing: keyRequired,
    keyRefused: keyRequired,
  },
  blankLocalPart: false,
  externalMessage: 'bounced',
  messageWithoutAddress: 'to-own-account',
};

export const releases: { readonly [name in ReleaseName]: Release } = {
  documented: { ...release83, name: 'documented', answer: { jsonIndent: 2, activity: false } },
  '8.1': {
    ...release83,
    name: '8.1',
    version: '8.1.0',
    blankLocalPart: true,
    messageWithoutAddress: 'dropped',
  },
  '8.2': { ...release83, name: '8.2', version: '8.2.0' },
  '8.3': release83,
  '8.4': {
    ...release83,
    name: '8.4',
    version: '8.4.0',
    decodesPath: false,
    noRoute: { framing: 'length', text: 'Not found' },
    knownMethods: ['GET', 'POST', 'PUT', 'DELETE'],
    access: {
      keyFirstFrom: 'header',
      host: 'name',
      adminCredentials: true,
      keyMissing: () => "Missing required 'Api-Key' header",
      keyRefused: (path) => `Provided Api-Key is not authorized to access ${path}`,
    },
    externalMessage: 'lost',
  },
};
