import type { IncomingMessage } from 'node:http';

/**
 * Whether the body is of this type, without parameters of it, of a known length up to `most` bytes, and not encoded. So
 * are those of apps; Express, which knows what else there may be, takes several times as long to read them.
 */
export const isPlainBody = (
  { headers }: Pick<IncomingMessage, 'headers'>,
  type: string,
  most: number,
): boolean =>
  headers['content-type'] === type &&
  headers['content-encoding'] === undefined &&
  headers['transfer-encoding'] === undefined &&
  Number(headers['content-length']) <= most;

/** The bytes of a plain body, which nobody else reads. @throws Error 400 if the client gives up */
export const readPlainBody = (request: IncomingMessage): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () =>
      resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)),
    );
    request.on('error', () => reject(Object.assign(new Error('request aborted'), { status: 400 })));
  });
