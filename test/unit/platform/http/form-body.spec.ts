import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import express, { type Request, type Response } from 'express';
import { FORM_TYPE, formOf, readForm } from '../../../../src/platform/http/form-body.js';

/** The first is read by ourselves, the second by Express. */
const WAYS: Record<string, Record<string, string>> = {
  plain: { 'Content-Type': FORM_TYPE },
  'with a charset': { 'Content-Type': `${FORM_TYPE}; charset=utf-8` },
};

describe('a form', () => {
  let server: Server;
  let port: number;
  let settled: ((outcome: unknown) => void) | undefined;
  beforeAll(async () => {
    const app = express();
    app.use((request: Request, response: Response) => {
      readForm(request, response).then(
        () => response.json(formOf(request)?.toRecord() ?? null),
        (error: { status?: number }) => {
          settled?.(error.status);
          response.sendStatus(error.status ?? 500);
        },
      );
    });
    server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  });
  afterAll(() => server.close());

  const send = (headers: Record<string, string>, body: string | Uint8Array<ArrayBuffer>) =>
    fetch(`http://127.0.0.1:${String(port)}/`, { method: 'POST', headers, body });

  describe.each(Object.entries(WAYS))('%s', (_, headers) => {
    it.each<[string, string | Uint8Array<ArrayBuffer>, object]>([
      ['decoded', 'a=%C3%A4+1&b=ü', { a: 'ä 1', b: 'ü' }],
      ['without a byte order mark', '\ufeffa=1', { a: '1' }],
      [
        'with a replacement for what is not UTF-8',
        Uint8Array.of(0x61, 0x3d, 0xff),
        { a: '\ufffd' },
      ],
      ['whole, in several packets', `a=${'x'.repeat(65_000)}`, { a: 'x'.repeat(65_000) }],
    ])('is read %s', async (_case, body, record) => {
      expect(await (await send(headers, body)).json()).toEqual(record);
    });

    it('is refused beyond 64 KiB (413)', async () => {
      expect((await send(headers, `a=${'x'.repeat(65_536)}`)).status).toBe(413);
    });

    it('is refused where it is encoded (415)', async () => {
      const encoded = { ...headers, 'Content-Encoding': 'gzip' };
      expect((await send(encoded, 'a=1')).status).toBe(415);
    });

    it('that the client gives up is the fault of the client (400)', async () => {
      const outcome = new Promise((resolve) => (settled = resolve));
      const head = `POST / HTTP/1.1\r\nHost: a\r\nContent-Type: ${String(headers['Content-Type'])}`;
      const socket = connect(port, '127.0.0.1');
      socket.write(`${head}\r\nContent-Length: 10\r\n\r\na=1`);
      setTimeout(() => socket.destroy(), 50);
      expect(await outcome).toBe(400);
    });
  });

  it('is no other body', async () => {
    expect(await (await send({ 'Content-Type': 'text/plain' }, 'a=1')).json()).toBeNull();
  });
});
