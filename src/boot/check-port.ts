import { createServer } from 'node:net';
import { BootError } from '../platform/config/boot-error.js';

/** Fails before anything is started if the port cannot be listened on. @throws BootError */
export async function checkPort(port: number, host: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explainListenError(error, port, host)));
    server.listen(port, host, resolve);
  });
  await new Promise((resolve) => server.close(resolve));
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is taken by another program. Choose another one: PORT=3001 npm start',
  EACCES: 'may not be used by this user. Choose a port above 1023.',
  EADDRNOTAVAIL: 'is no address of this machine (HOST).',
  ENOTFOUND: 'is no address of this machine (HOST).',
};

/** The usual reasons in words; other errors unchanged. */
export function explainListenError(error: Error, port: number, host: string): Error {
  const reason = REASONS[(error as { code?: string }).code ?? ''];
  if (reason === undefined) return error;
  return new BootError(`${host === '' ? 'Port ' : `${host}:`}${String(port)} ${reason}`);
}
