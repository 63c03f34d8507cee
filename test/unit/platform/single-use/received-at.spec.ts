import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { noteConnection, receivedAt } from '../../../../src/platform/single-use/received-at.js';

/** Long enough to distinguish connections by the clock. */
const BUSY = 30;

describe('the time at which a request counts as received', () => {
  const noted: { socket: Socket; at: number }[] = [];
  const clients: Socket[] = [];
  let server: Server;

  beforeEach(async () => {
    server = createServer((socket) => {
      noteConnection(socket);
      const at = performance.now();
      noted.push({ socket, at });
      while (performance.now() < at + BUSY);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    for (const socket of [...clients, ...noted.map((one) => one.socket)]) socket.destroy();
    clients.length = noted.length = 0;
    server.close();
  });

  async function connectAtOnce(count: number): Promise<void> {
    const { port } = server.address() as AddressInfo;
    const before = noted.length;
    for (let i = 0; i < count; i++) clients.push(connect(port, '127.0.0.1'));
    while (noted.length < before + count) await new Promise(setImmediate);
  }

  it('is the same for connections that were queued, though they are accepted one by one', async () => {
    await connectAtOnce(5);
    const accepted = noted.map(({ at }) => at);
    expect((accepted[4] ?? 0) - (accepted[0] ?? 0)).toBeGreaterThanOrEqual(4 * BUSY);
    const received = noted.map(({ socket }) => receivedAt({ socket }));
    expect(new Set(received).size).toBe(1);
  });

  it('is not that of connections which came before, once the queue was empty', async () => {
    await connectAtOnce(2);
    // The queue counts as empty after two turns without a connection.
    for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
    await connectAtOnce(1);
    const [first, , third] = noted.map(({ socket }) => receivedAt({ socket }));
    expect(third).toBeGreaterThanOrEqual((first ?? 0) + 2 * BUSY);
  });

  it('is when the connection was opened for its first request only', async () => {
    await connectAtOnce(1);
    const socket = noted[0]?.socket as Socket;
    const first = receivedAt({ socket });
    const before = performance.now();
    expect(first).toBeLessThan(before - BUSY / 2);
    expect(receivedAt({ socket })).toBeGreaterThanOrEqual(before);
  });
});
