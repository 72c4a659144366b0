import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Account } from '../session-manager/accounts.js';

export type ScramHash = 'sha1' | 'sha256';

/** What a server keeps of a password (RFC 5802, section 3). */
export interface ScramKeys {
  readonly salt: Buffer;
  readonly storedKey: Buffer;
  readonly serverKey: Buffer;
}

/** As Tigase's (recording "SCRAM-SHA-1, wrong nonce"). */
export const ITERATIONS = 4096;
const SALT_BYTES = 10;
const KEY_BYTES = { sha1: 20, sha256: 32 } as const;

/** The SCRAM keys of accounts; each is derived once, since that takes milliseconds. */
export class ScramKeyring {
  private readonly kept = new WeakMap<Account, Map<string, ScramKeys>>();

  keysOf(account: Account, password: string, hash: ScramHash): ScramKeys {
    const known = this.kept.get(account) ?? new Map<string, ScramKeys>();
    this.kept.set(account, known);
    const name = `${hash} ${password}`;
    const keys = known.get(name) ?? deriveKeys(password, hash);
    known.set(name, keys);
    return keys;
  }
}

function deriveKeys(password: string, hash: ScramHash): ScramKeys {
  const salt = randomBytes(SALT_BYTES);
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, ITERATIONS, KEY_BYTES[hash], hash);
  const clientKey = hmac(hash, salted, 'Client Key');
  return {
    salt,
    storedKey: createHash(hash).update(clientKey).digest(),
    serverKey: hmac(hash, salted, 'Server Key'),
  };
}

function hmac(hash: ScramHash, key: Buffer, text: string): Buffer {
  return createHmac(hash, key).update(text).digest();
}

/** The server's signature where the client's proof holds, which shows that it knows the password (RFC 5802, section 3). */
export function verifyProof(
  { storedKey, serverKey }: ScramKeys,
  hash: ScramHash,
  authMessage: string,
  proof: Buffer,
): string | undefined {
  const signature = hmac(hash, storedKey, authMessage);
  if (proof.length !== signature.length) return undefined;
  const clientKey = Buffer.from(signature.map((byte, index) => byte ^ (proof[index] ?? 0)));
  const known = createHash(hash).update(clientKey).digest();
  return timingSafeEqual(known, storedKey)
    ? hmac(hash, serverKey, authMessage).toString('base64')
    : undefined;
}
