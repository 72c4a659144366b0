// A process that reads the events of an emulator, and says how many entries it got when it is told to end.
import { get } from 'node:http';

const [, , url] = process.argv;

get(url, (response) => {
  let count = 0;
  response.on('data', (bytes) => {
    for (let at = bytes.indexOf('\nid: '); at >= 0; at = bytes.indexOf('\nid: ', at + 1)) count += 1;
  });
  response.once('close', () => process.send({ failure: 'it was cut off' }));
  process.once('message', () => {
    process.send({ result: count }, () => process.exit(0));
  });
  process.send({ result: 'reading' });
});
