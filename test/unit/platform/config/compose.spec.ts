import { readFileSync } from 'node:fs';
import { VARIABLES } from '../../../../src/platform/config/load-environment.js';

const read = (path: string): string => readFileSync(path, 'utf8');
const compose = read('docker-compose.yml');

/** The part below a heading, given with its indentation, up to the next one with the same indentation. */
function section(text: string, heading: string): string {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith(heading));
  const depth = lines[start]?.search(/\S/) ?? 0;
  const below = lines.slice(start + 1);
  const end = below.findIndex((line) => line.trim() !== '' && line.search(/\S/) <= depth);
  return below.slice(0, end === -1 ? undefined : end).join('\n');
}

const service = (name: string): string => section(section(compose, 'services:'), `  ${name}:`);

describe('the image', () => {
  it('starts the server with the memory limits of `npm start`', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: { start: string } };
    const limits = scripts.start.match(/--max-[a-z-]+=\d+/g);
    expect(limits).toHaveLength(2);
    expect(read('Dockerfile').match(/--max-[a-z-]+=\d+/g)).toEqual(limits);
  });
});

describe('docker compose', () => {
  it('passes every variable of the server, but for three that it says are its own', () => {
    const own = ['NODE_ENV', 'DATABASE_URL', 'MIGRATION_DATABASE_URL'];
    expect(compose).toContain(
      "NODE_ENV, DATABASE_URL and MIGRATION_DATABASE_URL are this file's own",
    );
    const passed = [section(compose, 'x-variables:'), section(service('api'), '    ports:')].join(
      '\n',
    );
    const lost = [...VARIABLES].filter(
      (name) => !passed.includes(`\${${name}:`) && !service('api').includes(`\${${name}:`),
    );
    expect(lost.sort()).toEqual(own.sort());
    expect(service('api')).toContain('<<: *variables');
    expect(service('migrate')).toContain('<<: *variables');
  });

  it('gives the owner’s role to the service that migrates, which nothing reaches, and the lesser role to the API', () => {
    for (const text of [
      section(compose, 'x-variables:'),
      section(compose, 'x-server:'),
      service('api'),
    ]) {
      expect(text).not.toMatch(/owner|MIGRATION_DATABASE_URL|POSTGRES_/i);
    }
    expect(section(compose, 'x-variables:')).toContain(
      'DATABASE_URL: postgres://runtime:${RUNTIME_',
    );
    expect(service('migrate')).toContain('MIGRATION_DATABASE_URL: postgres://owner:${OWNER_');
    expect(service('migrate')).toContain("restart: 'no'");
    expect(service('migrate')).not.toContain('ports:');
    expect(section(service('api'), '      migrate:')).toContain('service_completed_successfully');
  });

  it('makes an owner that is no superuser, and leaves the superuser without a password', () => {
    const script = read('docker/create-roles.sh');
    expect(script).toContain("CREATE ROLE owner LOGIN PASSWORD :'owner_password'");
    expect(script).toContain('ALTER ROLE :"superuser" PASSWORD NULL');
    expect(service('database')).toContain('POSTGRES_USER: postgres');
    expect(service('database')).toContain('./docker/create-roles.sh:');
  });

  it('builds an image in which no script of a package has run', () => {
    const installing = read('Dockerfile').match(/npm (ci|install|prune|rebuild)\b.*$/gm) ?? [];
    expect(installing).toHaveLength(2);
    expect(installing.filter((line) => !line.includes('--ignore-scripts'))).toEqual([]);
  });
});
