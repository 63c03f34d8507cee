import { walkStory } from './headless/story.js';
import { serve } from './server.js';
import { readSettings } from './settings.js';

const settings = readSettings();

/** True if a server answers where we were told to look. */
const isThere = () =>
  fetch(settings.issuer).then(
    () => true,
    () => false,
  );

if (settings.usage) {
  console.log(settings.usage);
} else if (!(await isThere())) {
  console.error(`Nothing answers at ${settings.issuer}. Start the server first: npm start`);
  process.exitCode = 1;
} else if (settings.headless) {
  process.exitCode = (await walkStory(settings)) ? 0 : 1;
} else {
  await serve(settings);
}
