import { hash, randomBytes } from 'node:crypto';

/** 256 random bits for a cookie or a mail; the server stores only their hash. */
export const randomToken = (): string => randomBytes(32).toString('base64url');

/** The stored form. */
export const hashToken = (token: string): Buffer => hash('sha256', token, 'buffer');
