import type supertest from 'supertest';
import type { TestApp } from './test-app.js';

type Members = Readonly<Record<string, unknown>>;

/** A self-registered client and its developer, who always uses the newest registration access token. */
export class ManagedRegistration {
  private constructor(
    private readonly server: TestApp,
    readonly clientId: string,
    readonly secret: string | undefined,
    /** The newest registration access token. */
    public token: string,
  ) {}

  static async create(server: TestApp, members: Members = {}): Promise<ManagedRegistration> {
    const { body } = await server.http
      .post('/oauth/register')
      .send({ redirect_uris: ['https://app.example/callback'], ...members })
      .expect(201);
    const { client_id, client_secret, registration_access_token } = body as Record<string, string>;
    return new ManagedRegistration(
      server,
      String(client_id),
      client_secret,
      String(registration_access_token),
    );
  }

  get path(): string {
    return `/oauth/register/${this.clientId}`;
  }

  send(method: 'get' | 'head' | 'put' | 'delete', token = this.token): supertest.Test {
    return this.server.http[method](this.path).set('Authorization', `Bearer ${token}`);
  }

  /** Reads the registration and stores the next token. */
  async read(): Promise<Members> {
    return this.keep(await this.send('get').expect(200));
  }

  /** Replaces the metadata by these members and the client's own id, and stores the next token. */
  async replace(members: Members): Promise<Members> {
    const document = { client_id: this.clientId, ...members };
    return this.keep(await this.send('put').send(document).expect(200));
  }

  private keep({ body }: { readonly body: unknown }): Members {
    const members = body as Members;
    this.token = String(members.registration_access_token);
    return members;
  }
}
