// A process that reads the state of an emulator whenever it is told to, and says how many bytes that was.
import { get } from 'node:http';

const [, , url] = process.argv;

process.on('message', () => {
  get(url, (response) => {
    let size = 0;
    response.on('data', ({ length }) => {
      size += length;
    });
    response.once('end', () => process.send({ result: size }));
    response.once('error', ({ message }) => process.send({ failure: message }));
  }).once('error', ({ message }) => process.send({ failure: message }));
});
