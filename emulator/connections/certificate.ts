import { readFile } from 'node:fs/promises';
import { createSecureContext, type SecureContext } from 'node:tls';
import { UsageError } from '../usage-error.js';

/** Where STARTTLS gets its certificate: one made at start, or one in PEM files. */
export type TlsSource = 'self-signed' | { readonly cert: string; readonly key: string };

/**
 * The certificate of a server for some domains.
 *
 * @throws {@link UsageError} where a file can't be read, or they hold no certificate and key that fit
 */
export async function secureContextOf(source: TlsSource, domains: readonly string[]): Promise<SecureContext> {
  if (source === 'self-signed') {
    const { selfSigned } = await import('./self-signed.js');
    return createSecureContext(await selfSigned(domains));
  }
  const files = { cert: await pem('cert', source.cert), key: await pem('key', source.key) };
  try {
    return createSecureContext(files);
  } catch (failure) {
    const text = `${source.cert} and ${source.key} are no certificate and its key in PEM: ${messageOf(failure)}`;
    throw new UsageError(`tls: ${text}`);
  }
}

async function pem(option: 'cert' | 'key', file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (failure) {
    throw new UsageError(`tls.${option}: can't read ${file}: ${messageOf(failure)}`);
  }
}

function messageOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}
