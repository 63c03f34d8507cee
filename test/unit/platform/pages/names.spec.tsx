import { renderToString } from 'preact-render-to-string';
import { appConnectedMail } from '../../../../src/modules/grants/internal/grant-mails.js';
import { listed, phrase, plain, plainly } from '../../../../src/platform/pages/names.js';

const HEBREW = '\u05D0\u05E0\u05D4';

describe('names among our words', () => {
  it('stand apart on a page, escaped, each by itself (C9)', () => {
    const inner = phrase`${'<b>'} as an assistant`;
    expect(renderToString(<p>{phrase`Disconnect ${inner} from ${HEBREW}?`}</p>)).toBe(
      `<p>Disconnect <bdi>&lt;b></bdi> as an assistant from <bdi>${HEBREW}</bdi>?</p>`,
    );
    expect(renderToString(<p>{phrase`In: ${listed(['a', 'b'])}.`}</p>)).toBe(
      '<p>In: <bdi>a</bdi>, <bdi>b</bdi>.</p>',
    );
  });

  it('are set apart by signs where there is no markup, if they need it (C9)', () => {
    expect(plain(phrase`Connect ${HEBREW}`)).toBe(`Connect \u2068${HEBREW}\u2069`);
    expect(plain(phrase`Connect ${'Caf\u00E9'}`)).toBe('Connect Caf\u00E9');
    expect(plain('Services')).toBe('Services');
    expect(plainly`In: ${listed([HEBREW, 'b'])}.`).toBe(`In: \u2068${HEBREW}\u2069, b.`);
  });

  it('cannot end that, nor begin something of the kind (C9)', () => {
    expect(plainly`Hello ${`\u2069\u202E${HEBREW}\u2066`},`).toBe(`Hello \u2068${HEBREW}\u2069,`);
    expect(plainly`Hello ${'Ana\u202E'},`).toBe('Hello Ana,');
  });

  it('stand so in letters (C9)', () => {
    const facts = {
      person: 'Ana',
      app: HEBREW,
      projects: ['Shop', HEBREW],
      link: 'https://x.example',
    };
    expect(appConnectedMail(facts)).toMatchObject({
      subject: `\u2068${HEBREW}\u2069 is now connected`,
      text: expect.stringContaining(`in your name in: Shop, \u2068${HEBREW}\u2069.`) as string,
    });
  });
});
