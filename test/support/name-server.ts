import { createSocket, type Socket } from 'node:dgram';

const HEADER = 12;
const TYPE_A = 1;
const TYPE_TXT = 16;

/** A name server on loopback (RFC 1035). It responds for the names it was given, and to no other query. */
export class NameServer {
  /** Queried names in order, once for each record type. */
  readonly asked: string[] = [];
  private readonly addresses = new Map<string, string>();
  private readonly texts = new Map<string, string>();
  private readonly halves = new Set<string>();

  private constructor(private readonly socket: Socket) {}

  static async start(): Promise<NameServer> {
    const server = new NameServer(createSocket('udp4'));
    server.socket.on('message', (query, { port, address }) => {
      const answer = server.answer(query);
      if (answer) server.socket.send(answer, port, address);
    });
    await new Promise<void>((resolve) => server.socket.bind(0, '127.0.0.1', resolve));
    return server;
  }

  get address(): string {
    return `127.0.0.1:${String(this.socket.address().port)}`;
  }

  /** An IPv4 address, or none. */
  publish(name: string, address: string | null, { silentForIpv6 = false } = {}): void {
    this.addresses.set(name, address ?? '');
    if (silentForIpv6) this.halves.add(name);
  }

  /** A TXT record. */
  publishText(name: string, text: string): void {
    this.texts.set(name, text);
  }

  stop(): void {
    this.socket.close();
  }

  /** Without a record the answer is empty. */
  private answerText(query: Buffer, name: string, end: number): Buffer {
    const text = Buffer.from(this.texts.get(name) ?? '', 'latin1');
    const header = Buffer.from(query.subarray(0, HEADER));
    header.writeUInt16BE(0x8180, 2);
    header.fill(0, 6);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(text.length > 0 ? 1 : 0, 6);
    const question = query.subarray(HEADER, end + 4);
    if (text.length === 0) return Buffer.concat([header, question]);
    const record = Buffer.from([0xc0, HEADER, 0, TYPE_TXT, 0, 1, 0, 0, 0, 0, 0, text.length + 1]);
    return Buffer.concat([header, question, record, Buffer.from([text.length]), text]);
  }

  private answer(query: Buffer): Buffer | null {
    const { name, end } = readName(query);
    this.asked.push(name);
    if (query.readUInt16BE(end) === TYPE_TXT) return this.answerText(query, name, end);
    const address = this.addresses.get(name);
    if (address === undefined) return null;
    if (this.halves.has(name) && query.readUInt16BE(end) !== TYPE_A) return null;
    const isKnown = query.readUInt16BE(end) === TYPE_A && address !== '';
    const header = Buffer.from(query.subarray(0, HEADER));
    header.writeUInt16BE(0x8180, 2);
    header.fill(0, 6);
    header.writeUInt16BE(isKnown ? 1 : 0, 6);
    const record = Buffer.from([0xc0, HEADER, 0, TYPE_A, 0, 1, 0, 0, 0, 0, 0, 4]);
    const bytes = Buffer.from(address.split('.').map(Number));
    const question = query.subarray(HEADER, end + 4);
    return Buffer.concat([header, question, ...(isKnown ? [record, bytes] : [])]);
  }
}

function readName(query: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = HEADER;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}
