import { authlib } from './authlib.js';
import { curl } from './curl.js';
import { league } from './league.js';
import { oauth4webapi } from './oauth4webapi.js';
import { openidClient } from './openid-client.js';
import { linesOf, type SnippetValues } from './snippet-values.js';

export interface Snippet {
  readonly title: string;
  readonly text: string;
}

const KEY_FOR_CURL = linesOf(
  '# private_key_jwt: a shell cannot sign assertions in a readable way. Use one of the libraries,',
  '# or examples/guide/with-a-key.mjs.',
);

/** A first request in several languages, with the values of the app. */
export const snippetsOf = (values: SnippetValues): Snippet[] => [
  { title: 'curl', text: values.method === 'private_key_jwt' ? KEY_FOR_CURL : curl(values) },
  { title: 'JavaScript: openid-client', text: openidClient(values) },
  { title: 'JavaScript: oauth4webapi', text: oauth4webapi(values) },
  { title: 'Python: Authlib', text: authlib(values) },
  { title: 'PHP: league/oauth2-client', text: league(values) },
];
