import { isForm } from '../http-api/content.js';
import { redactedForm, redactedText } from '../redact.js';

const ELLIPSIS = '…';

/** A request's body without its secrets. What can't be told apart from one is not shown. */
export function redactedBody(text: string, contentType: string): string {
  if (isForm(contentType)) return redactedForm(text);
  return text.trimStart().startsWith('<') ? redactedXml(text) : redactedJson(text);
}

/** Character references and CDATA may keep a password from being found. */
function redactedXml(text: string): string {
  return PASSWORD.test(text) && /&#|<!/.test(text) ? ELLIPSIS : redactedText(text);
}

const PASSWORD = /password/i;

function redactedJson(text: string): string {
  const isNamed = PASSWORD.test(text);
  if (!isNamed && !text.includes('\\u')) return redactedText(text);
  const names = namesIn(text);
  if (names === undefined) {
    if (!isNamed) return PASSWORD.test(unescaped(text)) ? ELLIPSIS : redactedText(text);
    // Where a text ends in what is no JSON, nobody knows.
    return redactedText(
      text.replace(/password[\s\S]*$/i, (rest) => rest.slice(0, 'password'.length) + ELLIPSIS),
    );
  }
  if (!names.has('password')) return redactedText(text);
  return BEYOND_A_TEXT.test(text) || text.includes('\\u') ? ELLIPSIS : redactedText(text);
}

/** A password that is no text. */
const BEYOND_A_TEXT = /"password"\s*:\s*[[{]/i;

/** The names of all members, in lower case; `undefined` where the text is no JSON. */
function namesIn(text: string): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  try {
    JSON.parse(text, (name, value: unknown) => {
      names.add(name.toLowerCase());
      return value;
    });
    return names;
  } catch {
    return undefined;
  }
}

function unescaped(text: string): string {
  return text.replace(/\\u([\da-f]{4})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
