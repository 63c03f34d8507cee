/** @typedef {{ method: string, path: string, status: number, challenge: string | null, etag: string | null, body: any }} Answer */

/** The server's Product API with one access token. Never throws for a refusal: the app shows what it was told. */
export class ProductApi {
  /** @param {string} issuer @param {string} accessToken */
  constructor(issuer, accessToken) {
    this.issuer = issuer;
    this.accessToken = accessToken;
  }

  /** Who am I, for whom, and where? */
  whoAmI() {
    return this.call('GET', '/v1/');
  }

  /** @param {string} project */
  segments(project) {
    return this.call('GET', `/v1/project/${project}/segment`);
  }

  /** @param {string} project */
  settings(project) {
    return this.call('GET', `/v1/project/${project}`);
  }

  /** The first contacts of a project. @param {string} project @param {number} limit */
  contacts(project, limit = 5) {
    return this.call('POST', `/v1/project/${project}/audience/scroll`, { limit });
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @param {Record<string, string>} [headers]
   * @returns {Promise<Answer>}
   */
  async call(method, path, body, headers = {}) {
    const response = await fetch(new URL(path, this.issuer), {
      method,
      headers: {
        ...headers,
        authorization: `Bearer ${this.accessToken}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      method,
      path,
      status: response.status,
      challenge: response.headers.get('www-authenticate'),
      etag: response.headers.get('etag'),
      body: text === '' ? null : JSON.parse(text),
    };
  }
}
