import { isForm } from '../http-api/content.js';
import { redactedForm, redactedText } from '../redact.js';

const ELLIPSIS = '…';

/** A request's body without its secrets. What can't be told apart from one is not shown. */
export function redactedBody(text: string, contentType: string): string {
  const start = text.trimStart();
  if (start.startsWith('<')) return redactedXml(text);
  // JSON is often sent as a form: it is what curl says of any body.
  if (isForm(contentType) && !/^[[{"]/.test(start)) return redactedText(redactedForm(text));
  return redactedJson(text);
}

const NAMES = /password|api[-_]?key|text-private/i;

/** Where a secret, or its name, may be written so that it is not found; also in an attribute with `>` in it. */
const OBSCURE_XML = /&#|<!|=\s*(?:"[^"<>]*>|'[^'<>]*>)/;

/** A field of a command, as Tigase's HTTP API takes it, has a name in one element and a value in another. */
const FIELD_IN_XML = /<(?:var(?:\s[^<>]*)?>[^<]*password|type(?:\s[^<>]*)?>\s*text-private)/i;

function redactedXml(text: string): string {
  const isObscure = OBSCURE_XML.test(text);
  const isNamed = /digest/i.test(text) || NAMES.test(isObscure ? unreferenced(text) : text);
  if (isNamed && (isObscure || FIELD_IN_XML.test(text))) return ELLIPSIS;
  return /<!ENTITY/i.test(text) ? ELLIPSIS : redactedText(text);
}

function redactedJson(text: string): string {
  const plain = unescaped(text);
  if (!NAMES.test(plain)) return redactedText(text);
  if (!isJson(text)) return NAMES.test(text) ? redactedText(untilName(text)) : ELLIPSIS;
  if (OBSCURE_JSON.test(plain)) return ELLIPSIS;
  return plain !== text && MEMBER.test(plain) ? ELLIPSIS : redactedText(text);
}

/** Where a text ends in what is no JSON, nobody knows. */
function untilName(text: string): string {
  return text.replace(/(password|api[-_]?key|text-private)[\s\S]*$/i, `$1${ELLIPSIS}`);
}

const MEMBER = /"(?:password|(?:x-)?api[-_]?key)"\s*:/i;

/** A secret that is no text, or stands in a text of JSON, or in a field that is named by another member. */
const OBSCURE_JSON =
  /"(?:password|(?:x-)?api[-_]?key)(?:"\s*:\s*[[{]|\\)|"var\\*"\s*:\s*\\*"[^"]*password|"type\\*"\s*:\s*\\*"text-private/i;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function unescaped(text: string): string {
  return text.replace(/\\u([\da-f]{4})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** Without character references: those are written in decimals, or in hexadecimal digits. */
function unreferenced(text: string): string {
  return text.replace(/&#(?:x([\da-f]{1,6})|(\d{1,7}));/gi, (all, hex?: string, decimal?: string) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0x10ffff ? all : String.fromCodePoint(code);
  });
}
