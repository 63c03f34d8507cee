import { walkStory } from './headless/story.js';
import { readSettings } from './settings.js';
import { serve } from './server.js';

const settings = readSettings();
if (settings.usage) console.log(settings.usage);
else if (settings.headless) process.exitCode = (await walkStory(settings)) ? 0 : 1;
else await serve(settings);
