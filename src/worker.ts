import 'reflect-metadata';
import { bootWorker } from './boot/boot-worker.js';
import { explainFailure } from './boot/explain-failure.js';

// `npm run worker`: the queue in a process of its own.
try {
  await bootWorker();
} catch (error) {
  process.stderr.write(`\n${explainFailure(error)}\n\n`);
  process.exit(1);
}
