// Installs the packages of bench/package-lock.json, unless they are there already.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = import.meta.dirname;
const stamp = join(folder, 'node_modules', '.installed-from');
const wanted = readFileSync(join(folder, 'package-lock.json'), 'utf8');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  const args = ['ci', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts'];
  const { status, error } = spawnSync('npm', args, { stdio: 'inherit' });
  if (status === 0) writeFileSync(stamp, wanted);
  else if (error) console.error(error.message);
  process.exitCode = status ?? 1;
}
