import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** The arguments of a Node that runs `code` with `output`. */
const running = (code: string): string[] => [
  '--input-type=module',
  '-e',
  `import { pino } from 'pino';
   import { SharedWrites } from './src/platform/logging/shared-writes.ts';
   const output = new SharedWrites();
   ${code}`,
];

const outputOf = (code: string): string =>
  spawnSync(process.execPath, running(code), { encoding: 'utf8' }).stdout;

describe('lines that share a write', () => {
  const LINES = Array.from({ length: 1_000 }, (_, number) => `line ${String(number)}\n`);
  const WRITE = `for (let i = 0; i < 1000; i++) output.write(\`line \${i}\\n\`);`;

  it.each(['process.exit(0);', '', `throw new Error('uncaught');`])(
    'are all written when the process ends by: %s',
    (end) => {
      expect(outputOf(`output.write('last\\n'); ${end}`)).toBe('last\n');
    },
  );

  it('are written once and in order', () => {
    expect(outputOf(`${WRITE} setTimeout(() => process.exit(0), 300);`)).toBe(LINES.join(''));
  });

  it('are written at once with a fatal one', () => {
    const code = `pino({}, output).fatal('ending'); process.kill(process.pid, 'SIGKILL');`;
    expect(outputOf(code)).toContain('"msg":"ending"');
  });

  it('do not wait for the end of the process', async () => {
    const child = spawn(process.execPath, running(`output.write('a'); setInterval(() => 0, 99);`));
    const [text] = (await once(child.stdout, 'data')) as [Buffer];
    child.kill('SIGKILL');
    expect(text.toString()).toBe('a');
  });
});
