// What fan-out is measured against: ws alone, which at each HTTP request sends a presence stanza to every socket, with
// the socket's own address in it as the emulator writes it: `presence` is one that the emulator sent to `sample`.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const [port, presence, sample] = process.argv.slice(2);
const sockets = new Map();

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    for (const [socket, stanza] of sockets) socket.send(stanza);
    response.end();
  });
});
new WebSocketServer({ server }).on('connection', (socket, { url }) => {
  sockets.set(socket, presence.replace(sample, new URL(url, 'ws://localhost').searchParams.get('user')));
});
server.listen(Number(port), '127.0.0.1');
