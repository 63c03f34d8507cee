import 'reflect-metadata';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Later starts read what V8 compiled in this one; a build removes it. Where nothing can be written, each compiles. Only
// what is imported from here on is in it.
enableCompileCache(join(import.meta.dirname, '..', '.compile-cache'));

try {
  const { boot } = await import('./boot/boot.js');
  await boot();
} catch (error) {
  const { explainFailure } = await import('./boot/explain-failure.js');
  process.stderr.write(`\n${explainFailure(error)}\n\n`);
  process.exit(1);
}
