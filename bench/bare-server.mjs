// What the emulator is measured against: node:http alone, which reads and parses a JSON body and answers JSON of
// the same shape as the status endpoint's.
import { createServer } from 'node:http';

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const { available, priority, show, status } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const user = `${request.url.split('/')[3]}/tigase-external`;
    const answer = { status: { user, available, priority, show, status, success: true, activity: null } };
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(answer, null, 4));
  });
});
server.listen(Number(process.argv[2]), '127.0.0.1');
