import { readFile } from 'node:fs/promises';
import { createSecureContext, type SecureContext } from 'node:tls';

/** Where STARTTLS gets its certificate: one made at start, or one in PEM files. */
export type TlsSource = 'self-signed' | { readonly cert: string; readonly key: string };

/**
 * The certificate of a server for some domains.
 *
 * @throws where a file can't be read, or holds no certificate or key that fit
 */
export async function secureContextOf(source: TlsSource, domains: readonly string[]): Promise<SecureContext> {
  return createSecureContext(source === 'self-signed' ? await selfSigned(domains) : await fromFiles(source));
}

async function fromFiles({ cert, key }: { readonly cert: string; readonly key: string }) {
  return { cert: await readFile(cert), key: await readFile(key) };
}

async function selfSigned(domains: readonly string[]) {
  const { generate } = await import('selfsigned');
  const [commonName = 'localhost'] = domains;
  const altNames = [...domains, 'localhost'].map((value) => ({ type: 2 as const, value }));
  const { cert, private: key } = await generate([{ name: 'commonName', value: commonName }], {
    algorithm: 'sha256',
    keySize: 2048,
    extensions: [{ name: 'subjectAltName', altNames }],
  });
  return { cert, key };
}
