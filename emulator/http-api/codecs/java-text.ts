/**
 * The text that bytes are in UTF-8 to Java, a byte order mark included. What is no UTF-8 becomes U+FFFD, a surrogate
 * as a whole, which other decoders replace byte by byte, also where it breaks off before its third.
 *
 * @param bytes a character a byte (ISO 8859-1)
 */
export function javaUtf8(bytes: string): string {
  if (!/[\x80-\xff]/.test(bytes)) return bytes;
  const sound = bytes.replace(/\xed[\xa0-\xbf][\x80-\xbf]?/g, '\xef\xbf\xbd');
  return Buffer.from(sound, 'latin1').toString('utf8');
}

/** A text that Java can encode as UTF-8: half a surrogate pair becomes a question mark. */
export function javaEncodable(text: string): string {
  return text.isWellFormed() ? text : text.replace(/\p{Surrogate}/gu, '?');
}
