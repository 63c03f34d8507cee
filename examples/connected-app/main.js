import { Complaint } from './complaint.js';
import { walkStory } from './headless/story.js';
import { serve } from './server.js';
import { readSettings } from './settings.js';

const SILENT_MS = 10_000;

/** True if a server answers where we were told to look. @param {string} issuer */
const isThere = (issuer) =>
  fetch(issuer, { signal: AbortSignal.timeout(SILENT_MS) }).then(
    () => true,
    () => false,
  );

async function run() {
  const settings = readSettings();
  const { usage, issuer, headless } = settings;
  if (usage) {
    console.log(usage);
    return true;
  }
  if (!(await isThere(issuer))) {
    throw new Complaint(
      `Nothing answers at ${issuer}. Start the server first: npm start. ` +
        'If it runs elsewhere, say where: npm run demo -- --issuer http://localhost:3001',
    );
  }
  if (headless) return walkStory(settings);
  await serve(settings);
  return true;
}

try {
  process.exitCode = (await run()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Complaint ? error.message : error);
  process.exitCode = 1;
}
