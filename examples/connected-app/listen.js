import { Complaint } from './complaint.js';

/** @type {Record<string, string>} */
const REASONS = {
  EADDRINUSE: 'is taken by another program',
  EACCES: 'may not be used by this user',
};

/** Listens on this machine alone. @param {import('node:http').Server} server @param {number} port */
export function listen(server, port) {
  return /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      server.once('error', (error) => reject(explain(error, port)));
      server.listen(port, '127.0.0.1', resolve);
    })
  );
}

/** @param {NodeJS.ErrnoException} error @param {number} port */
function explain(error, port) {
  const reason = REASONS[error.code ?? ''];
  if (!reason) return error;
  return new Complaint(
    `Port ${String(port)} ${reason}. Choose another one: npm run demo -- --port 4001`,
  );
}
