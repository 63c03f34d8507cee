import type { AuthMethod } from '../../../clients/client.js';
import { isPlainHttp, linesOf, quoted, type SnippetValues } from './snippet-values.js';

/** What a program for Node.js begins with. `name`: of the library in the program; `library`: of its package. */
export const nodeHead = (values: SnippetValues, name: string, library: string): string =>
  linesOf(
    `import * as ${name} from '${library}';`,
    values.redirectUri !== null && "import { createInterface } from 'node:readline/promises';",
    '',
    values.method === 'private_key_jwt' &&
      '// privateKey: a CryptoKey, whose public key is in the key set of the app.',
    `const issuer = new URL(${quoted(values.issuer)});`,
    isPlainHttp(values) && '// Plain http is for a server on this computer only.',
  );

/** Both libraries, of one author, name the methods alike. */
export const nodeProof = ({ method }: SnippetValues, name: string): string =>
  `${name}.${PROOFS[method]}`;

const PROOFS: Record<AuthMethod, string> = {
  none: 'None()',
  client_secret_basic: 'ClientSecretBasic(process.env.CLIENT_SECRET)',
  client_secret_post: 'ClientSecretPost(process.env.CLIENT_SECRET)',
  private_key_jwt: 'PrivateKeyJwt(privateKey)',
};

/** Shows the address, and asks for the one that the person came back to. */
export const NODE_PROMPT = linesOf(
  'console.log(`Open this address:\\n${url.href}`);',
  'const terminal = createInterface({ input: process.stdin, output: process.stdout });',
  "const back = new URL(await terminal.question('The address that you came back to: '));",
  'terminal.close();',
);
