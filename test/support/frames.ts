import { randomBytes } from 'node:crypto';

/** The request with which a WebSocket begins (RFC 6455, section 4.1); headers take the place of those of the same name. */
export function upgradeRequest(
  path: string,
  headers: { readonly [name: string]: string | undefined } = {},
): string {
  const all = {
    Host: 'localhost',
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Protocol': 'xmpp',
    ...headers,
  };
  const lines = Object.entries(all).filter(([, value]) => value !== undefined);
  return `GET ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}

export const opcodes = { continuation: 0, text: 1, binary: 2, reserved: 3, close: 8 } as const;

/** A client's frame of fewer than 126 bytes (RFC 6455, section 5.2); masked as it must be, unless told otherwise. */
export function frame(
  opcode: number,
  payload: string | Buffer,
  { final = true, masked = true } = {},
): Buffer {
  const data = Buffer.from(payload);
  const head = [(final ? 0x80 : 0) | opcode, (masked ? 0x80 : 0) | data.length];
  if (!masked) return Buffer.concat([Buffer.from(head), data]);
  const mask = randomBytes(4);
  return Buffer.concat([Buffer.from(head), mask, data.map((byte, index) => byte ^ (mask[index % 4] ?? 0))]);
}

/** The server's frame that closes a WebSocket with a code. */
export function closeFrame(code: number): Buffer {
  return Buffer.from([0x80 | opcodes.close, 2, code >> 8, code & 0xff]);
}
