// The bare limit: node:http and one prepared statement a request, nothing else. PORT and DATABASE_URL are given.
import { createServer } from 'node:http';
import { clientOf, describeServer, PlainOperations, tokenOf } from './plain-operations.mjs';

const { PORT, DATABASE_URL } = process.env;
const operations = new PlainOperations(DATABASE_URL);
const metadata = Buffer.from(JSON.stringify(describeServer(`http://localhost:${PORT}`)));

const POSTS = {
  '/token': (client, body) => operations.token(client, new URLSearchParams(body)),
  '/register': (_client, body) => operations.register(JSON.parse(body)),
  '/introspect': (client, body) =>
    operations.introspect(client, new URLSearchParams(body).get('token') ?? ''),
};

async function answerGet({ url, headers }) {
  const token = tokenOf(headers.authorization);
  if (url === '/userinfo') return operations.user(token);
  const [, , project, , segment] = url.split('/');
  const body = await operations.segment(token, Number(project), Number(segment));
  return body === null ? { status: 401, body: { error: 'invalid_token' } } : { status: 200, body };
}

function send(response, { status, body }) {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': bytes.length,
  });
  response.end(bytes);
}

const fail = (response) => (error) => {
  console.error(error);
  send(response, { status: 500, body: { error: 'server_error' } });
};

createServer((request, response) => {
  if (request.method === 'GET') {
    if (request.url === '/.well-known/oauth-authorization-server') {
      return send(response, { status: 200, body: metadata });
    }
    answerGet(request).then((answer) => send(response, answer), fail(response));
    return;
  }
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (chunk) => (text += chunk));
  request.on('end', () => {
    const client = clientOf(request.headers.authorization);
    Promise.resolve(POSTS[request.url](client, text)).then(
      (answer) => send(response, answer),
      fail(response),
    );
  });
}).listen(Number(PORT), '127.0.0.1');
