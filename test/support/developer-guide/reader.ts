import { Browser, type Page } from '../../../examples/connected-app/headless/browser.js';
import type { Form } from '../../../examples/connected-app/headless/html.js';

const WORDS = /`([^`]+)`|\b(open|sign in as|password|tick|untick|choose|follow|press|see)\b/g;

/** Performs the sentences of the guide in a browser. */
export class Reader {
  private browser: Browser;
  private page: Page | null = null;
  private values: Record<string, string | string[]> = {};

  constructor(private readonly origin: string) {
    this.browser = new Browser(origin);
  }

  /** `address`: printed by the last command. @returns the final URL, if on another host */
  async follow(sentence: string, address: string | null): Promise<URL | undefined> {
    const usual = this.browser;
    if (sentence.includes('private window')) this.browser = new Browser(this.origin);
    const end = await this.walk(sentence, address);
    this.browser = usual;
    return end;
  }

  private async walk(sentence: string, address: string | null): Promise<URL | undefined> {
    if (address !== null) this.show(await this.browser.open(address));
    let verb = '';
    for (const [, name, word] of sentence.matchAll(WORDS)) {
      if (word !== undefined) verb = word;
      else if (name !== undefined) await this.act(verb, name);
    }
    return this.page?.leavingTo;
  }

  private async act(verb: string, name: string): Promise<void> {
    if (verb === 'open') this.show(await this.browser.open(name));
    else if (verb === 'follow') this.show(await this.browser.open(this.linkTo(name)));
    else if (verb === 'sign in as') this.values.email = name;
    else if (verb === 'password') await this.signIn(name);
    else if (verb === 'press') await this.press(name);
    else if (verb === 'see') this.see(name);
    else if (verb !== '') this.mark(name, verb !== 'untick');
  }

  private show(page: Page): void {
    if (page.status >= 400) throw new Error(`${page.describe()}: ${page.text}`);
    this.page = page;
    this.values = {};
  }

  private get current(): Page {
    if (!this.page) throw new Error('No page is open.');
    return this.page;
  }

  private linkTo(name: string): string {
    const { links } = this.current;
    // The rest of the text is for screen readers.
    const link = links.find(({ text }) => text === name || text.startsWith(`${name} `));
    if (link) return link.href;
    throw new Error(`"${name}" is none of ${links.map(({ text }) => text).join(', ')}`);
  }

  private see(words: string): void {
    const { text } = this.current;
    if (!text.includes(words)) throw new Error(`"${words}" is not in: ${text}`);
  }

  private async signIn(password: string): Promise<void> {
    const form = this.current.form('email', 'password');
    const values = { ...this.values, password };
    this.show(await this.browser.submit(this.current, form, values));
  }

  private mark(label: string, on: boolean): void {
    const fields = this.current.forms.flatMap((form) => form.fields);
    const field = fields.find((each) => each.label === label && !each.disabled);
    if (!field) throw new Error(`"${label}" is none of ${fields.map((each) => each.label).join()}`);
    const { name, value, type } = field;
    const checked = fields.filter((each) => each.name === name && each.checked);
    const before = [this.values[name] ?? checked.map((each) => each.value)].flat();
    const others = type === 'radio' ? [] : before.filter((each) => each !== value);
    this.values[name] = on ? [...others, value] : others;
  }

  private async press(label: string): Promise<void> {
    const hasButton = ({ buttons }: Form): boolean => buttons.some((each) => each.label === label);
    const form = this.current.forms.find(hasButton);
    if (!form) throw new Error(`${this.current.describe()} has no button "${label}"`);
    const { name = '', value = '' } = form.buttons.find((each) => each.label === label) ?? {};
    const pressed = name === '' ? {} : { [name]: value };
    const values = { ...this.values, ...pressed };
    this.show(await this.browser.submit(this.current, form, values));
  }
}
