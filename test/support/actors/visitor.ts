import type { Locator, Page } from 'playwright-core';
import { PASSWORD } from '../people.js';

/** A person with a real browser, who uses only what the page shows. */
export class Visitor {
  constructor(readonly page: Page) {}

  /** A path of the server under test, or any URL. @returns the HTTP status */
  async open(address: string): Promise<number> {
    return (await this.page.goto(address))?.status() ?? 0;
  }

  /** Fills in the sign-in page shown, and waits for the next page. */
  async signIn(email: string, password = PASSWORD): Promise<void> {
    await this.page.getByLabel('E-mail').fill(email);
    await this.page.getByLabel('Password').fill(password);
    await this.press('Sign in');
  }

  /** Ticks the boxes whose labels begin with these names. */
  async tick(...names: string[]): Promise<void> {
    for (const name of names) await this.box(name).check();
  }

  box(name: string | RegExp): Locator {
    return this.page.getByRole('checkbox', { name });
  }

  /** A button by its whole text. */
  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** Clicks a button and waits for the next page. */
  press(name: string): Promise<void> {
    return this.leaveBy(this.button(name));
  }

  /** Clicks a link by its whole text, including that for screen readers. */
  follow(name: string): Promise<void> {
    return this.leaveBy(this.page.getByRole('link', { name, exact: true }));
  }

  /** The smallest section or list item that contains these words. */
  part(words: string): Locator {
    return this.page.locator('section, li').filter({ hasText: words }).last();
  }

  /** The text of the page. */
  read(): Promise<string> {
    return this.page.locator('body').innerText();
  }

  /** Waits until the page has this heading. */
  async sees(heading: string): Promise<void> {
    await this.page.getByRole('heading', { name: heading }).first().waitFor();
  }

  /** Another page in the same profile, with the same cookies. */
  async openTab(): Promise<Visitor> {
    return new Visitor(await this.page.context().newPage());
  }

  private async leaveBy(way: Locator): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await Promise.all([loaded, way.click()]);
  }
}
