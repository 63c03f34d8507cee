import { hash, randomBytes } from 'node:crypto';

/** 256 random bits that only a browser or a letter ever holds. */
export const randomToken = (): string => randomBytes(32).toString('base64url');

/** What is kept of it. */
export const hashToken = (token: string): Buffer => hash('sha256', token, 'buffer');
