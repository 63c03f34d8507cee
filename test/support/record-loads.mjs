// With `node --import`: appends the URL of every file of JavaScript that the process loads to the file RECORD_LOADS.
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

registerHooks({
  load(url, context, next) {
    appendFileSync(process.env.RECORD_LOADS ?? '', `${url}\n`);
    return next(url, context);
  },
});
