import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

// Compiles to dist/ unless dist/ was made from exactly these sources. Two processes may ask at once.
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'dist', '.built-from');
const lock = join(tmpdir(), `ca-build-${hash(root).slice(0, 12)}.lock`);
const INPUTS = [
  'src/**/*.{ts,tsx}',
  'ormconfig.ts',
  'tsconfig*.json',
  'nest-cli.json',
  'package-lock.json',
];

function hash(...parts) {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part).update('\0');
  return sum.digest('hex');
}

function fingerprint() {
  const files = globSync(INPUTS, { cwd: root }).sort();
  return hash(...files.flatMap((file) => [file, readFileSync(join(root, file))]));
}

const isStale = () => !existsSync(stamp) || readFileSync(stamp, 'utf8') !== fingerprint();

/** True if the lock is ours now. One that a killed build left behind is taken over. */
function takeLock() {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!isAlive(Number(readFileSync(lock, 'utf8')))) rmSync(lock, { force: true });
    return false;
  }
}

function isAlive(pid) {
  try {
    // Signal 0 only asks. An empty file belongs to a build that is just starting.
    return pid === 0 || process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function build() {
  const wanted = fingerprint();
  const nest = createRequire(import.meta.url).resolve('@nestjs/cli/bin/nest.js');
  process.stdout.write('Building …\n');
  const { status } = spawnSync(process.execPath, [nest, 'build'], { cwd: root, stdio: 'inherit' });
  if (status === 0) writeFileSync(stamp, wanted);
  return status ?? 1;
}

while (isStale()) {
  if (!takeLock()) {
    await sleep(100);
    continue;
  }
  try {
    process.exitCode = isStale() ? build() : 0;
  } finally {
    rmSync(lock, { force: true });
  }
  break;
}
