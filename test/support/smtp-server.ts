import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A minimal SMTP server on loopback, which can be made to refuse the next mails. */
export class SmtpServer {
  /** Whole mails, as received. */
  readonly mails: string[] = [];
  refusals = 0;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<SmtpServer> {
    const server = createServer();
    const smtp = new SmtpServer(server);
    server.on('connection', (socket) => smtp.serve(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return smtp;
  }

  get url(): string {
    return `smtp://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(socket: Socket): void {
    let input = '';
    socket.on('error', () => undefined);
    socket.write('220 test ESMTP\r\n');
    socket.on('data', (chunk) => {
      input += chunk.toString();
      input = this.converse(socket, input);
    });
  }

  /** Responds to all complete commands in `input` and returns the rest. */
  private converse(socket: Socket, input: string): string {
    const mail = /^DATA-BEGUN\r\n([^]*?)\r\n\.\r\n/.exec(input);
    if (mail) {
      this.mails.push(String(mail[1]));
      socket.write('250 kept\r\n');
      return this.converse(socket, input.slice(mail[0].length));
    }
    const end = input.indexOf('\r\n');
    if (end === -1 || input.startsWith('DATA-BEGUN')) return input;
    const [line, rest] = [input.slice(0, end), input.slice(end + 2)];
    if (line === 'DATA') {
      socket.write('354 go on\r\n');
      return `DATA-BEGUN\r\n${rest}`;
    }
    this.answer(socket, line);
    return this.converse(socket, rest);
  }

  private answer(socket: Socket, line: string): void {
    if (line === 'QUIT') socket.end('221 bye\r\n');
    else if (line.startsWith('MAIL') && this.refusals-- > 0) socket.write('451 not now\r\n');
    else socket.write('250 fine\r\n');
  }
}
