// Receives what a person's browser brings back from the server, on this very computer.
import { createServer } from 'node:http';
import { argv, env } from 'node:process';
import { fileURLToPath } from 'node:url';

export const CALLBACK = env.CALLBACK ?? 'http://127.0.0.1:4100/callback';

/** Shows where the person has to go, and waits until they are back. Returns the address they came back to. */
export const visit = (url) =>
  new Promise((resolve) => {
    const { hostname, port, pathname } = new URL(CALLBACK);
    const server = createServer((request, response) => {
      const address = new URL(request.url, CALLBACK);
      if (address.pathname !== pathname) return response.writeHead(404).end();
      response.end('Done. You can close this page and go back to the terminal.\n');
      server.close();
      resolve(address);
    });
    server.listen(Number(port), hostname, () => console.error(`Open this address:\n\n${url}\n`));
  });

// From a shell: prints the parameters that came back, as JSON.
if (argv[1] === fileURLToPath(import.meta.url)) {
  const { searchParams } = await visit(argv[2]);
  console.log(JSON.stringify(Object.fromEntries(searchParams)));
}
