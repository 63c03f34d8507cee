import type { ConnectedApp, IssuedCode, Tokens } from './connected-app.js';
import type { TestApp } from './test-app.js';

/** The history of an app: every secret that was issued to it, and whether it was used. */
export interface Family {
  readonly code: IssuedCode;
  readonly accessTokens: string[];
  readonly spentRefreshTokens: string[];
  liveRefreshToken: string;
}

type Request = { readonly code: IssuedCode } | { readonly refreshToken: string };

const REFRESHES_PER_CODE = 3;

/** An app that redeems a code, refreshes a few times, and starts again, until its server is gone. */
export class CrashChain {
  readonly families: Family[] = [];
  /** Sent without a response: only the database knows the result. */
  unanswered: Request | null = null;

  constructor(
    readonly app: ConnectedApp,
    private readonly codes: IssuedCode[],
    private readonly server: TestApp,
  ) {}

  /** `mayGoOn` is called before each request, `answered` after each success. */
  async run(mayGoOn: () => boolean, answered: () => void): Promise<void> {
    while (mayGoOn() && this.unanswered === null) {
      const family = this.families.at(-1);
      const isSpent = !family || family.spentRefreshTokens.length === REFRESHES_PER_CODE;
      const success = await (isSpent ? this.begin() : this.goOn(family));
      if (success) answered();
    }
  }

  private async begin(): Promise<boolean> {
    const code = this.codes.pop();
    if (!code) throw new Error('There are too few codes.');
    const tokens = await this.ask({ code }, () => this.app.redeem(code, {}, this.server));
    if (!tokens) return false;
    const { access_token, refresh_token } = tokens;
    const own = { accessTokens: [access_token], spentRefreshTokens: [] };
    this.families.push({ code, ...own, liveRefreshToken: refresh_token });
    return true;
  }

  private async goOn(family: Family): Promise<boolean> {
    const refreshToken = family.liveRefreshToken;
    const tokens = await this.ask({ refreshToken }, () =>
      this.app.refresh(refreshToken, {}, this.server),
    );
    if (!tokens) return false;
    family.accessTokens.push(tokens.access_token);
    family.spentRefreshTokens.push(refreshToken);
    family.liveRefreshToken = tokens.refresh_token;
    return true;
  }

  /** The tokens, or null if the connection broke before the response. */
  private async ask(
    request: Request,
    send: () => PromiseLike<{ status: number; body: unknown }>,
  ): Promise<Tokens | null> {
    try {
      const { status, body } = await send();
      if (status !== 200) throw new Error(`${String(status)} ${JSON.stringify(body)}`);
      return body as Tokens;
    } catch (error) {
      // Any response but success is an error; no response means a crash.
      if (!/hang up|ECONN|EPIPE/.test(String(error))) throw error;
      this.unanswered = request;
      return null;
    }
  }
}
