import type { Release } from '../../release.js';
import { json, named, pathParameter } from './answers.js';
import { schema } from './components.js';
import type {
  Content,
  MediaType,
  Operation,
  Parameter,
  Paths,
  Response,
  Responses,
} from './openapi-types.js';

/** Tigase's status endpoint. */
export function statusCalls(release: Release): Paths {
  return {
    '/rest/user/{user-jid}/status': {
      post: statusCall(release, {
        operationId: 'setStatus',
        summary: 'Set the presence of a user who has no client online',
        resource: 'tigase-external',
        parameters: [USER],
      }),
    },
    '/rest/user/{user-jid}/status/{resource}': {
      post: statusCall(release, {
        operationId: 'setStatusOfResource',
        summary: 'Set the presence of one of a user’s resources',
        resource: 'mobile',
        parameters: [USER, pathParameter('resource', 'without / and @', 'mobile')],
      }),
    },
  };
}

const USER = pathParameter(
  'user-jid',
  'bare JID; 8.4 takes the path as it stands: @, not %40',
  'test@domain.com',
);

interface StatusCall {
  readonly operationId: string;
  readonly summary: string;
  readonly resource: string;
  readonly parameters: readonly Parameter[];
}

function statusCall(release: Release, { operationId, summary, resource, parameters }: StatusCall): Operation {
  return {
    operationId,
    tags: ['status'],
    summary,
    description: DESCRIPTION,
    parameters,
    security: securityOf(release),
    requestBody: { required: true, content: REQUESTS },
    responses: responses(release, resource),
  };
}

const DESCRIPTION = [
  'Presence is kept until it is set again, or ended with available: "false". A change that fails is a 200 with success: false.',
  'The answer is JSON where the Content-Type holds application/json, else XML. A body needs a Content-Length.',
  'With open access any key does. Why a call was refused stands in the notes of its journal entry.',
].join('\n\n');

function securityOf({ access }: Release): Operation['security'] & {} {
  const admin = access.adminCredentials ? { admin: [] } : {};
  return [
    { apiKey: [], ...admin },
    { apiKeyHeader: [], ...admin },
  ];
}

const FIELDS = { available: 'true', priority: '-1', show: 'xa', status: 'On the phone' };

const REQUESTS: Content = {
  'application/json': json(schema('Status'), {
    documented: FIELDS,
    short: { show: 'xa' },
    unavailable: { available: 'false' },
    activity: { show: 'dnd', activity: { category: 'talking', type: 'on_the_phone' } },
  }),
  'application/xml': {
    schema: schema('StatusInXml'),
    examples: named({
      documented: `<command>
    <available>true</available>
    <priority>-1</priority>
    <show>xa</show>
    <status>On the phone</status>
</command>`,
    }),
  },
};

function responses(release: Release, resource: string): Responses {
  const path = `/rest/user/test@domain.com/status${resource === 'mobile' ? '/mobile' : ''}`;
  const { keyMissing, keyRefused } = release.access;
  const { noRoute } = release;
  return {
    200: {
      description:
        'What was set, or success: false where it could not be. 8.1 to 8.4 end it with activity, as the documentation does not; the documentation indents JSON by 2 spaces, they by 4.',
      content: successes(release, `test@domain.com/${resource}`),
    },
    400: {
      description: 'The target is no URI. The connection is closed.',
      content: {
        'text/html': text('<h1>400 Bad Request</h1>URISyntaxException thrown'),
      },
    },
    401: {
      description:
        '8.4: no HTTP Basic credentials of an admin. Other releases: with open access, neither a key nor such credentials.',
      headers: {
        'Www-authenticate': {
          description: 'how to log in',
          schema: { type: 'string', const: 'Basic realm="TigasePlain"' },
        },
      },
      content: withoutType('Not authorized'),
    },
    403: {
      description: 'No API key, more than one, or one that does not open the path. 8.4 says which.',
      content: {
        '*/*': {
          ...text(keyMissing(path)),
          examples: named({ missing: keyMissing(path), refused: keyRefused(path) }),
        },
      },
    },
    404: {
      description: 'A part of the path has an @ or / too many. No body; "Not found" on 8.4.',
      content: withoutType(noRoute.text),
    },
    413: empty('The body is larger than limits.body.'),
    500: empty(
      'There is no body that could be read: no Content-Type with /json or /xml, no Content-Length, no object, a syntax error. Or credentials or parameters that can not be decoded. Tigase does not say which.',
    ),
    default: {
      description:
        'What a fault asks for (POST /_emulator/faults); its status may be one of those above, too.',
      content: {
        'text/plain': { schema: { type: 'string' } },
        'application/json': { schema: schema('Json') },
        '*/*': text(''),
      },
    },
  };
}

function successes({ answer }: Release, user: string): Content {
  const rest = answer.activity ? { activity: null } : {};
  const done = { status: { user, ...FIELDS, success: true, ...rest } };
  const refused = { status: { ...done.status, success: false, ...rest } };
  const xml = (success: boolean) => `<status>
  <user>${user}</user>
  <available>true</available>
  <priority>-1</priority>
  <show>xa</show>
  <status>On the phone</status>
  <success>${success}</success>
${answer.activity ? '  <activity />\n' : ''}</status>`;
  return {
    'application/json': json(schema('StatusAnswer'), { done, refused }),
    'application/xml': {
      schema: schema('StatusAnswerInXml'),
      examples: named({ done: xml(true), refused: xml(false) }),
    },
  };
}

/** Tigase's texts have no Content-Type. */
function withoutType(example: string): Content {
  return { '*/*': text(example) };
}

function empty(description: string): Response {
  return { description, content: { '*/*': { schema: { type: 'string', const: '' } } } };
}

function text(example: string): MediaType {
  return { schema: { type: 'string' }, examples: named({ example }) };
}
