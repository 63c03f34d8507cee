import 'reflect-metadata';
import { explainFailure } from '../boot/explain-failure.js';
import { runAdmin } from './run-admin.js';

// `npm run admin -- <command>`: creates what a production installation needs before the first sign-in.
try {
  for (const line of await runAdmin(process.argv.slice(2))) process.stdout.write(`${line}\n`);
} catch (error) {
  process.stderr.write(`${explainFailure(error)}\n`);
  process.exitCode = 1;
}
