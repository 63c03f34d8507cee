import type { Express, Request } from 'express';

const NAME = 'x-forwarded-for';
/** Characters; some twenty addresses. */
const LONGEST = 1_000;

const ADDRESS = Symbol('address');

/**
 * Makes `request.ip` determine the caller's address once: Express parses the whole header at every access, even where
 * there is none. The header is cut to what the trusted proxies can have appended, since anything to the left of that is unverified.
 */
export function readAddressOnce(server: Express): void {
  const inherited = Object.getPrototypeOf(server.request) as object;
  Object.defineProperty(server.request, 'ip', {
    get(this: Request & { [ADDRESS]?: string | undefined }) {
      return (this[ADDRESS] ??=
        this.headers[NAME] === undefined
          ? this.socket.remoteAddress
          : (Reflect.get(inherited, 'ip', withShortList(this)) as string));
    },
  });
}

function withShortList(request: Request): Request {
  const list = request.headers[NAME];
  if (typeof list === 'string' && list.length > LONGEST) {
    const end = list.slice(-LONGEST);
    request.headers[NAME] = end.slice(end.indexOf(',') + 1);
  }
  return request;
}
