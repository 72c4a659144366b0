/**
 * What the command does besides serving. It is a bundle of its own, so that `start` reads nothing of it; what both need
 * is there twice, which is why errors are known by their codes.
 */

export { record } from '../scenario/record/record.js';
export { check } from '../scenario/run/check.js';
export { run } from '../scenario/run/run.js';
export { schemaOf } from './schema.js';
