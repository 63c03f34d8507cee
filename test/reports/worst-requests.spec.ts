import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Browser } from '../support/browser.js';
import { McpCaller } from '../support/mcp-caller.js';
import { ApiCaller } from '../support/api-caller.js';
import { Sender, type Sent } from '../support/worst-requests/sender.js';
import { worstParts, type WorstPart } from '../support/worst-requests/worst-parts.js';
import { createUser, PASSWORD } from '../support/people.js';
import { TestApp } from '../support/test-app.js';

/** Counted, and never reached. */
const LIMITS = { RATE_LIMIT_SCALE: '1000', TRUSTED_PROXIES: '127.0.0.1' };
/** Milliseconds above which the report marks a part, for a busy machine delays it, too. */
const SUSPICIOUS = 20;
const SHOWN = 15;
const { REPORT_PATHS = '', REPORT_PARTS = '' } = process.env;

interface Blocked {
  readonly milliseconds: number;
  readonly status: number | string;
  readonly request: string;
}

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
}

/**
 * A report, not an assertion: how long one request can block the event loop, and with it all others. Only a 5xx fails
 * it.
 */
describe('the longest that one request can block', () => {
  let server: TestApp;
  let sender: Sender;
  let api: ApiCaller;
  let mcp: McpCaller;
  let cookie: string;
  const blocked: Blocked[] = [];

  beforeAll(async () => {
    server = await TestApp.start(LIMITS);
    sender = new Sender(server.origin);
    api = await ApiCaller.connect(server);
    mcp = await McpCaller.connect(server);
    const browser = new Browser(server.origin);
    await browser.signIn((await createUser(server)).email, PASSWORD);
    cookie = `session=${String(browser.cookies.session)}`;
  });
  afterAll(async () => {
    await sender.stop();
    await server.stop();
  });

  const delay = monitorEventLoopDelay({ resolution: 1 });

  async function once(sent: Sent): Promise<Omit<Blocked, 'request'>> {
    // Two samples, so that earlier work is over.
    await sleep(4);
    delay.reset();
    const status = await sender.send(sent);
    await sleep(4);
    return { milliseconds: delay.max / 1e6, status };
  }

  /** The shortest of three: other load can only make it longer. */
  async function measure(sent: Sent): Promise<Omit<Blocked, 'request'>> {
    const first = await once(sent);
    if (first.milliseconds < SUSPICIOUS) return first;
    const all = [first, await once(sent), await once(sent)];
    return all.reduce((a, b) => (b.milliseconds < a.milliseconds ? b : a));
  }

  function endpoints(): { method: string; path: string }[] {
    const app = server.app.getHttpAdapter().getInstance();
    const layers = (app as unknown as { router: { stack: Layer[] } }).router.stack;
    const found = layers.flatMap(({ route }) =>
      Object.keys(route?.methods ?? {})
        .filter((method) => /^(get|post|put|patch|delete)$/.test(method))
        .map((method) => ({ method: method.toUpperCase(), path: String(route?.path) })),
    );
    return [...found, { method: 'GET', path: '/nowhere' }, { method: 'POST', path: '/oauth/none' }];
  }

  /** With full access, unless the part has its own credentials. */
  function requestFor(method: string, path: string, part: WorstPart): Sent {
    const filled = path
      .replace('/v1/project/:project', api.path())
      .replace('{/}', '')
      .replaceAll(/:\w+/g, 'x');
    const authorization = path.startsWith('/mcp') ? `Bearer ${mcp.token}` : api.authorization;
    const isResource = /^\/(v1|mcp)/.test(path);
    return {
      method,
      path: part.query === undefined ? filled : `${filled}?${part.query}`,
      headers: {
        host: new URL(server.origin).host,
        ...(isResource ? { authorization } : { cookie, origin: server.origin }),
        ...part.headers,
      },
      body: part.body,
    };
  }

  it('is reported for every endpoint', async () => {
    delay.enable();
    for (const { method, path } of endpoints()) {
      if (!path.includes(REPORT_PATHS)) continue;
      for (const part of worstParts(method)) {
        if (!part.name.includes(REPORT_PARTS)) continue;
        const one = await measure(requestFor(method, path, part));
        blocked.push({ ...one, request: `${method} ${path}, ${part.name}` });
      }
    }
    delay.disable();
    blocked.sort((a, b) => b.milliseconds - a.milliseconds);
    const lines = blocked
      .slice(0, SHOWN)
      .map(
        (each) =>
          `${each.milliseconds.toFixed(1).padStart(9)} ms  ${each.request} (${each.status})`,
      );
    process.stdout.write(`\n${blocked.length} requests; the longest:\n${lines.join('\n')}\n`);
    expect(blocked.filter(({ status }) => Number(status) >= 500)).toEqual([]);
  }, 3_600_000);
});
