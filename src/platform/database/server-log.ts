import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from 'node:fs';

const TAIL_BYTES = 4_000;

export const sizeOf = (file: string): number => (existsSync(file) ? statSync(file).size : 0);

/** What was appended to a log since `start`, its last 4 kB at most. */
export function readTail(file: string, start: number): string {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const from = Math.max(start, size - TAIL_BYTES);
    const buffer = Buffer.alloc(Math.max(0, size - from));
    readSync(descriptor, buffer, 0, buffer.length, from);
    return buffer.toString();
  } finally {
    closeSync(descriptor);
  }
}
