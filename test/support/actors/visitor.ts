import type { Locator, Page } from 'playwright-core';
import { PASSWORD } from '../people.js';

/** A person in front of a real browser, who sees what is shown and clicks what can be clicked. */
export class Visitor {
  constructor(readonly page: Page) {}

  /** A path of the server under test, or an address anywhere. @returns the HTTP status */
  async open(address: string): Promise<number> {
    return (await this.page.goto(address))?.status() ?? 0;
  }

  /** Fills in the sign-in page that stands open, and goes where it leads. */
  async signIn(email: string, password = PASSWORD): Promise<void> {
    await this.page.getByLabel('E-mail').fill(email);
    await this.page.getByLabel('Password').fill(password);
    await this.press('Sign in');
  }

  /** Ticks the boxes that begin with these names, and no other project's. */
  async tick(...names: string[]): Promise<void> {
    for (const name of names) await this.box(name).check();
  }

  box(name: string | RegExp): Locator {
    return this.page.getByRole('checkbox', { name });
  }

  /** A button by all of its words. */
  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** Clicks a button, and is on the next page after that. */
  press(name: string): Promise<void> {
    return this.leaveBy(this.button(name));
  }

  /** Clicks a link by all of its words, also those that only a screen reader says. */
  follow(name: string): Promise<void> {
    return this.leaveBy(this.page.getByRole('link', { name, exact: true }));
  }

  /** The smallest section or list row that contains these words. */
  part(words: string): Locator {
    return this.page.locator('section, li').filter({ hasText: words }).last();
  }

  /** All words on the page. */
  read(): Promise<string> {
    return this.page.locator('body').innerText();
  }

  /** Waits until the page is headed like this. */
  async sees(heading: string): Promise<void> {
    await this.page.getByRole('heading', { name: heading }).first().waitFor();
  }

  /** Another page in the same profile: the same cookies. */
  async openTab(): Promise<Visitor> {
    return new Visitor(await this.page.context().newPage());
  }

  private async leaveBy(way: Locator): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await Promise.all([loaded, way.click()]);
  }
}
