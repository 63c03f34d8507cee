import { readFileSync } from 'node:fs';
import { Session, type Profiler } from 'node:inspector/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SRC = join(process.cwd(), 'src/');
/** Layers that every request uses. */
const GROUND = /^(?:kernel|platform)\//;

interface Entered {
  readonly story: string;
  readonly files: readonly string[];
}

/** The files of the server, in this process, whose functions ran. V8 counts calls, so imports are not counted. */
export class EnteredFiles {
  private readonly stories: Entered[] = [];

  private constructor(private readonly session: Session) {}

  static async watch(): Promise<EnteredFiles> {
    const session = new Session();
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    return new EnteredFiles(session);
  }

  async during<T>(story: string, act: () => Promise<T>): Promise<T> {
    await this.take();
    const result = await act();
    const files = (await this.take()).filter(isEntered).map(pathOf);
    this.stories.push({ story, files: files.filter((path) => path !== null) });
    return result;
  }

  report(): string {
    return this.stories.map(({ story, files }) => `\n${story}\n${listed(files)}`).join('');
  }

  /** Calls since the last query. */
  private async take(): Promise<readonly Profiler.ScriptCoverage[]> {
    return (await this.session.post('Profiler.takePreciseCoverage')).result;
  }
}

/** More than the module's top-level code ran. */
const isEntered = ({ functions }: Profiler.ScriptCoverage): boolean =>
  functions.some(({ ranges: [range] }) => range && range.startOffset > 0 && range.count > 0);

/** Below `src`; null for other files. */
function pathOf({ url }: Profiler.ScriptCoverage): string | null {
  const path = url.startsWith('file:') ? fileURLToPath(url) : url;
  return path.startsWith(SRC) ? path.slice(SRC.length) : null;
}

const linesOf = (path: string): number =>
  readFileSync(join(SRC, path), 'utf8').split('\n').length - 1;

const summed = (files: readonly string[]): string =>
  `${String(files.length)} files, ${String(files.reduce((sum, path) => sum + linesOf(path), 0))} lines`;

function listed(files: readonly string[]): string {
  const above = files.filter((path) => !GROUND.test(path));
  const lines = above.map((path) => `    ${path} ${String(linesOf(path))}`);
  return [`  ${summed(files)}; above the platform ${summed(above)}`, ...lines, ''].join('\n');
}
