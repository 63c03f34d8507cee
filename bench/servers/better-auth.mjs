// better-auth with its OAuth provider. PORT and DATABASE_URL are given.
import { createServer } from 'node:http';
import { betterAuth } from 'better-auth';
import { toNodeHandler } from 'better-auth/node';
import { authOptions } from './better-auth-options.mjs';

const { PORT, DATABASE_URL } = process.env;
const auth = betterAuth(authOptions(PORT, DATABASE_URL));
createServer(toNodeHandler(auth)).listen(Number(PORT), '127.0.0.1');
