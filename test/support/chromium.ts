import { chromium, type Browser } from 'playwright-core';
import { chromiumOptions } from '../../scripts/find-chromium.mjs';
import { Visitor } from './actors/visitor.js';
import type { TestApp } from './test-app.js';

const DEADLINE_MS = 60_000;

interface Profile {
  /** Pages of this server need no scripts, so they are disabled unless a test looks for scripts. */
  readonly javaScript?: boolean;
  readonly width?: number;
  /** Bypasses the content security policy, to see that the page contains no script. */
  readonly bypassPolicy?: boolean;
}

/** A real Chromium, headless. One for each test file; every visitor has a separate profile. */
export class Chromium {
  private constructor(private readonly browser: Browser) {}

  static async launch(): Promise<Chromium> {
    return new Chromium(await chromium.launch(chromiumOptions()));
  }

  async open(server: TestApp, profile: Profile = {}): Promise<Visitor> {
    const { javaScript = false, width = 1280, bypassPolicy = false } = profile;
    const context = await this.browser.newContext({
      baseURL: server.origin,
      javaScriptEnabled: javaScript,
      bypassCSP: bypassPolicy,
      viewport: { width, height: 800 },
    });
    context.setDefaultTimeout(DEADLINE_MS);
    return new Visitor(await context.newPage());
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}
