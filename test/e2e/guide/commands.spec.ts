import { readFileSync } from 'node:fs';
import { differenceOfJson, differenceOfText } from '../../support/developer-guide/likeness.js';
import { Reader } from '../../support/developer-guide/reader.js';
import { Shell } from '../../support/developer-guide/shell.js';
import { readSteps, type GuideStep } from '../../support/developer-guide/steps.js';
import { freePort } from '../../support/free-port.js';
import {
  buildOnce,
  removeDirectory,
  SpawnedServer,
  temporaryDirectory,
} from '../../support/spawned-server.js';

const GUIDE = 'docs/connecting-an-app.md';
const SERVER = 'http://localhost:3000';
const CALLBACK = 'http://127.0.0.1:4100';

describe(`${GUIDE}, followed to the letter`, () => {
  const DATA_DIRECTORY = temporaryDirectory();
  const steps = readSteps(GUIDE);
  let server: SpawnedServer;
  let callback: string;
  let shell: Shell;
  let reader: Reader;
  let printed = '';

  beforeAll(async () => {
    buildOnce();
    server = await SpawnedServer.start({ DATA_DIRECTORY });
    callback = `http://127.0.0.1:${String(await freePort())}`;
    shell = Shell.open();
    reader = new Reader(server.origin);
  });

  afterAll(async () => {
    shell.close();
    await server.stop();
    removeDirectory(DATA_DIRECTORY);
  });

  /** The guide uses the reader's server; the test has others. */
  const here = (text: string): string =>
    text.replaceAll(SERVER, server.origin).replaceAll(CALLBACK, callback);
  const there = (text: string): string =>
    text.replaceAll(server.origin, SERVER).replaceAll(callback, CALLBACK);

  /** A block, and the person's action in the browser while it waits for that. */
  async function run(step: GuideStep, next: GuideStep | undefined): Promise<void> {
    shell.begin(here(step.text));
    if (next?.kind === 'browser') {
      const address = await shell.says(/Open this address:\s+(http\S+)\s/);
      const answer = await reader.follow(here(next.text), address);
      if (answer) await fetch(answer);
    }
    printed = there(await shell.finished());
  }

  const compare = ({ label, text }: GuideStep): void =>
    expect(
      label === 'json'
        ? differenceOfJson(JSON.parse(text), JSON.parse(printed))
        : differenceOfText(text, printed),
    ).toBeNull();

  async function take(step: GuideStep, index: number): Promise<void> {
    if (step.kind === 'run') await run(step, steps[index + 1]);
    else if (step.kind === 'output') compare(step);
    else if (step.kind === 'file') expect(step.text).toBe(readFileSync(step.label, 'utf8'));
    else if (steps[index - 1]?.kind !== 'run') await reader.follow(here(step.text), null);
  }

  /** After a failed step, the following ones would prove nothing. */
  let stuckAt = 0;

  it.each(steps.map((step, index) => [step.line, step.kind, step, index] as const))(
    'line %i: %s',
    async (line, _kind, step, index) => {
      if (stuckAt > 0) throw new Error(`Line ${String(stuckAt)} went wrong.`);
      stuckAt = line;
      await take(step, index);
      stuckAt = 0;
    },
    90_000,
  );
});
