import { generate } from 'selfsigned';

/** A certificate of no authority, and its key, in PEM. */
export async function selfSigned(
  domains: readonly string[],
): Promise<{ readonly cert: string; readonly key: string }> {
  const [commonName = 'localhost'] = domains;
  const altNames = [...domains, 'localhost'].map((value) => ({ type: 2 as const, value }));
  const { cert, private: key } = await generate([{ name: 'commonName', value: commonName }], {
    algorithm: 'sha256',
    keySize: 2048,
    extensions: [{ name: 'subjectAltName', altNames }],
  });
  return { cert, key };
}
