import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Acts once, as soon as the client of an answer that is to come, or that goes on, has ended its side of the connection
 * or the connection is over.
 */
export function whenClientLeaves(
  { socket }: IncomingMessage,
  response: ServerResponse,
  act: () => void,
): void {
  if (response.closed || socket.readableEnded) return act();
  const leave = () => {
    socket.off('end', leave);
    response.off('close', leave);
    act();
  };
  socket.once('end', leave);
  response.once('close', leave);
}
