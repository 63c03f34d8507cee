import { faultsIn, type Shape } from './shape.js';

interface Body {
  readonly entity?: Readonly<Record<string, unknown>>;
  readonly entities?: readonly Readonly<Record<string, unknown>>[];
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

/** An answer, as a program sees it. */
export class DocumentedAnswer {
  constructor(
    readonly status: number,
    readonly headers: Headers,
    readonly body: Body,
  ) {}

  get entity(): Readonly<Record<string, unknown>> {
    return this.body.entity ?? {};
  }

  get entities(): readonly Readonly<Record<string, unknown>>[] {
    return this.body.entities ?? [];
  }

  /** Checks `{entity, metadata}`. */
  expectEntity(shape: Shape, status = 200): this {
    this.expectStatus(status);
    expect(faultsIn(this.body, { entity: shape, metadata: 'object' })).toEqual([]);
    return this;
  }

  /** Checks `{entities, metadata}`, of which there is one at least. */
  expectEntities(shape: Shape): this {
    this.expectStatus(200);
    expect(faultsIn(this.body, { entities: 'object[]', metadata: 'object' })).toEqual([]);
    expect(this.entities.length).toBeGreaterThan(0);
    expect(this.entities.flatMap((each) => faultsIn(each, shape))).toEqual([]);
    return this;
  }

  /** Checks a page of a list with `_start` and `_limit`. */
  expectPage(shape: Shape): this {
    this.expectEntities(shape);
    expect(faultsIn(this.body.metadata, { limit: 'integer', start: 'integer' })).toEqual([]);
    return this;
  }

  expectRefusal(status: number): this {
    this.expectStatus(status);
    expect(faultsIn(this.body, { message: 'string' })).toEqual([]);
    return this;
  }

  private expectStatus(status: number): void {
    // Shows the body of an unexpected answer.
    expect({ status: this.status, body: this.body }).toEqual({ status, body: this.body });
  }
}

/** A program that knows the public description of the API and nothing of this project: an address and a token. */
export class DocumentedClient {
  constructor(
    private readonly address: string,
    private readonly project: string,
    private readonly token: string,
  ) {}

  get(path: string): Promise<DocumentedAnswer> {
    return this.call('GET', path);
  }

  post(path: string, body: unknown): Promise<DocumentedAnswer> {
    return this.call('POST', path, body);
  }

  delete(path: string): Promise<DocumentedAnswer> {
    return this.call('DELETE', path);
  }

  /** The root, which is of no project. */
  root(token = this.token): Promise<DocumentedAnswer> {
    return this.request(`${this.address}/v1/`, { headers: { Authorization: `Bearer ${token}` } });
  }

  private call(method: string, path: string, body?: unknown): Promise<DocumentedAnswer> {
    const headers: Record<string, string> = { Authorization: `Bearer ${this.token}` };
    const url = `${this.address}/v1/project/${this.project}${path}`;
    if (body === undefined) return this.request(url, { method, headers });
    headers['Content-Type'] = 'application/json';
    return this.request(url, { method, headers, body: JSON.stringify(body) });
  }

  private async request(url: string, options: RequestInit): Promise<DocumentedAnswer> {
    const response = await fetch(url, options);
    const body = (await response.json()) as Body;
    return new DocumentedAnswer(response.status, response.headers, body);
  }
}
