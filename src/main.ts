import 'reflect-metadata';
import { boot } from './boot/boot.js';
import { explainFailure } from './boot/explain-failure.js';

try {
  await boot();
} catch (error) {
  process.stderr.write(`\n${explainFailure(error)}\n\n`);
  process.exit(1);
}
