import { createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A server on a free port that gives each connection to `serve`; it ends with its test. */
export async function rawServer(serve: (socket: Socket) => void): Promise<{ host: string; port: number }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}); // its client hangs up as it likes
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { host: '127.0.0.1', port: address.port };
}

/** A server that answers every request with these bytes, in these pieces, and then hangs up unless told to stay. */
export function answeringServer(
  pieces: readonly (string | Buffer)[],
  { hangsUp = true }: { readonly hangsUp?: boolean } = {},
): Promise<{ host: string; port: number }> {
  return rawServer((socket) => {
    socket.once('data', async () => {
      for (const piece of pieces) {
        socket.write(piece);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      if (hangsUp) socket.end();
    });
  });
}
