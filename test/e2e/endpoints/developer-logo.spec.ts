import { deflateSync, crc32 } from 'node:zlib';
import { stringifyCookie } from 'cookie';
import sharp from 'sharp';
import { ScopeSet } from '../../../src/kernel/scope-set.js';
import { AppSubmissions } from '../../../src/modules/reviews/app-submissions.service.js';
import { AppVerifications } from '../../../src/modules/verification/app-verifications.service.js';
import { Database } from '../../../src/platform/database/database.js';
import type { Customer } from '../../support/actors/customer.js';
import { Organisation, type SecretApp } from '../../support/actors/organisation.js';
import { hiddenFields } from '../../support/browser.js';
import { TestApp } from '../../support/test-app.js';

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
};

/** A PNG of one colour of so many pixels, a few kilobytes long. */
function hugePng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0], 8);
  const rows = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height), { level: 9 });
  const signature = Buffer.from('\x89PNG\r\n\x1A\n', 'latin1');
  const parts = [chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([signature, ...parts]);
}

const square = (colour: string, side = 64) =>
  sharp({ create: { width: side, height: side, channels: 3, background: colour } });

const SCRIPT = '<script>alert(1)</script>';
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script>
  <image href="http://127.0.0.1:9/x.png" width="9" height="9"/></svg>`;

interface Sent {
  readonly name?: string;
  readonly type?: string;
  readonly person?: Customer;
  readonly fields?: Readonly<Record<string, string>>;
}

const part = (name: string): string =>
  `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\nx\r\n--b--\r\n`;

const tokenIn = (html: string, action: string): Record<string, string> =>
  html.includes(`action="${action}"`) ? hiddenFields(html, action) : {};

describe('the logo of an app', () => {
  let server: TestApp;
  let organisation: Organisation;
  let dario: Customer;
  let app: SecretApp;

  const path = () => `/developers/apps/${app.clientId}/logo`;
  const send = async (
    file: Buffer | null,
    { name = 'logo.png', type = 'image/png', person = dario, fields = {} }: Sent = {},
  ): Promise<Response> => {
    const { html } = await person.open(path());
    const body = new FormData();
    for (const [key, value] of Object.entries({ ...tokenIn(html, path()), ...fields })) {
      body.append(key, value);
    }
    if (file) body.append('logo', new Blob([new Uint8Array(file)], { type }), name);
    const cookie = stringifyCookie(person.browser.cookies);
    const url = new URL(path(), server.address);
    return fetch(url, { method: 'POST', body, headers: { cookie }, redirect: 'manual' });
  };
  const kept = () =>
    server.database.query<{ id: string }>(
      'SELECT id FROM app_logos WHERE client_id = $1 ORDER BY id',
      [app.id],
    );
  const logoUri = async (): Promise<string | null> => {
    const [row] = await server.database.query<{ logo_uri: string | null }>(
      'SELECT logo_uri FROM clients WHERE id = $1',
      [app.id],
    );
    return row?.logo_uri ?? null;
  };
  const served = async () => {
    const response = await fetch(new URL((await logoUri()) ?? '', server.address));
    return { response, png: Buffer.from(await response.arrayBuffer()) };
  };

  const verify = () =>
    server.app.get(Database).transaction((tx) =>
      server.app.get(AppVerifications, { strict: false }).decide(tx, app.id, {
        ...{ tier: 'verified', verifiedDomain: null },
        approvedScopes: new ScopeSet(['project:read']),
      }),
    );

  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  afterEach(() => server.database.query('UPDATE clients SET protected_name = NULL'));
  beforeEach(async () => {
    organisation = await Organisation.of(server);
    const bakery = await organisation.createProject('Bakery');
    dario = await organisation.person('Dario', [[bakery, 'developer']]);
    app = await organisation.app();
  });

  it.each(['png', 'jpeg', 'webp'] as const)('is a PNG of ours, made of a %s', async (format) => {
    const file = await square('#ff0000')
      .withExif({ IFD0: { Copyright: 'Secret place' } })
      .toFormat(format)
      .toBuffer();
    expect(file.includes('Secret place')).toBe(true);
    const answer = await send(file, { name: '../../etc/passwd', type: 'text/html' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${path()}?done=saved`]);
    const { response, png } = await served();
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    });
    expect(png.includes('Secret place')).toBe(false);
    expect(png.length).toBeLessThanOrEqual(102_400);
    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 256, height: 256 });
    const { dominant } = await sharp(png).stats();
    expect(dominant.r).toBeGreaterThan(200);
    expect((await dario.open(path())).html).toContain(`src="${String(await logoUri())}"`);
  });

  it('is small, whatever it shows', async () => {
    const noise = await sharp({
      create: {
        ...{ width: 256, height: 256, channels: 4, background: '#000' },
        noise: { type: 'gaussian', mean: 128, sigma: 90 },
      },
    })
      .png()
      .toBuffer();
    expect(noise.length).toBeGreaterThan(102_400);
    expect((await send(noise)).status).toBe(303);
    expect((await served()).png.length).toBeLessThanOrEqual(102_400);
  });

  it('has nothing of a page that was hidden in the file (polyglot)', async () => {
    const png = await square('#00ff00').png().toBuffer();
    const hidden = [
      Buffer.concat([png, Buffer.from(SCRIPT)]),
      Buffer.concat([
        png.subarray(0, 33),
        chunk('tEXt', Buffer.from(`Comment\0${SCRIPT}`)),
        png.subarray(33),
      ]),
    ];
    for (const file of hidden) {
      expect((await send(file, { name: 'x.html', type: 'text/html' })).status).toBe(303);
      expect((await served()).png.includes('alert(1)')).toBe(false);
    }
  });

  it('is the first frame of an animation, and no more are decoded', async () => {
    const frames = Array.from({ length: 300 }, (_, n) => (n === 0 ? '#0000ff' : '#ff0000'));
    const file = await sharp(
      await Promise.all(frames.map((colour) => square(colour, 16).png().toBuffer())),
      { join: { animated: true } },
    )
      .webp({ loop: 0 })
      .toBuffer();
    expect((await sharp(file).metadata()).pages).toBeGreaterThan(1);
    expect((await send(file)).status).toBe(303);
    const { dominant } = await sharp((await served()).png).stats();
    expect(dominant.b).toBeGreaterThan(200);
  });

  it.each<[string, () => Buffer | Promise<Buffer>, string]>([
    ['an SVG with a script', () => Buffer.from(SVG), 'not a PNG, JPEG or WebP'],
    [
      'an SVG that claims to be a PNG',
      () => Buffer.from(`<?xml version="1.0"?>${SVG}`),
      'not a PNG',
    ],
    ['a page', () => Buffer.from(`<html>${SCRIPT}</html>`), 'not a PNG, JPEG or WebP'],
    ['a GIF', () => square('#fff').gif().toBuffer(), 'not a PNG, JPEG or WebP'],
    ['a TIFF', () => square('#fff').tiff().toBuffer(), 'not a PNG, JPEG or WebP'],
    ['a PNG of 100 megapixels', () => hugePng(10_000, 10_000), 'more than 8 million pixels'],
    [
      'a PNG that says it has 4 thousand million pixels',
      () => {
        const file = hugePng(8, 8);
        file.writeUInt32BE(65_535, 16);
        file.writeUInt32BE(65_535, 20);
        return file;
      },
      'cannot be read',
    ],
    [
      'a truncated PNG',
      async () => (await square('#123456', 200).png().toBuffer()).subarray(0, 120),
      'cannot be read',
    ],
    ['a PNG without an image', () => hugePng(8, 8).subarray(0, 8), 'cannot be read'],
  ])('is not %s', async (_, make, said) => {
    const before = process.memoryUsage().rss;
    const answer = await send(await make());
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(said)]);
    expect(await logoUri()).toBeNull();
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1_048_576);
  });

  it('is not larger than 1 MB, nor one of several parts, nor missing', async () => {
    const large = await send(Buffer.alloc(1_048_577));
    expect([large.status, await large.text()]).toEqual([413, expect.stringContaining('1 MB')]);
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`f${String(n)}`, 'x']));
    expect((await send(Buffer.from('x'), { fields: many })).status).toBe(400);
    const none = await send(null);
    expect([none.status, await none.text()]).toEqual([
      400,
      expect.stringContaining('Choose a file'),
    ]);
  });

  it.each([
    ['has no boundary', 'multipart/form-data', 'x'],
    ['is truncated', 'multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data'],
    ['has a part without a name', 'multipart/form-data; boundary=b', '--b\r\n\r\nx\r\n--b--\r\n'],
    ['has the name of a prototype', 'multipart/form-data; boundary=b', part('__proto__[a]')],
    ['is empty', 'multipart/form-data; boundary=b', ''],
    ['is JSON', 'application/json', '{}'],
  ])('is refused as a client error where the form %s', async (_, type, body) => {
    await dario.open(path());
    const cookie = stringifyCookie(dario.browser.cookies);
    const headers = { cookie, 'content-type': type };
    const url = new URL(path(), server.address);
    const { status } = await fetch(url, { method: 'POST', body, headers, redirect: 'manual' });
    expect([400, 403]).toContain(status);
    expect(await logoUri()).toBeNull();
  });

  it('is one of eleven that are kept at most, and the live one stays', async () => {
    await send(await square('#ff0000').png().toBuffer());
    const live = await logoUri();
    await verify();
    const file = await square('#00ff00').png().toBuffer();
    for (let n = 0; n < 12; n++) await send(file);
    const rows = await kept();
    expect(rows).toHaveLength(11);
    expect([await logoUri(), `/assets/logos/${String(rows[0]?.id)}.png`]).toEqual([live, live]);
  });

  it('of a verified app waits for a review', async () => {
    await verify();
    const answer = await send(await square('#ff0000').png().toBuffer());
    expect(answer.headers.get('location')).toBe(`${path()}?done=draft`);
    expect(await logoUri()).toBeNull();
    expect((await dario.open(path())).html).toContain('src="/assets/logos/');
  });

  it('is not replaced while staff have the version', async () => {
    await send(await square('red').png().toBuffer());
    const submissions = server.app.get(AppSubmissions, { strict: false });
    await server.app
      .get(Database)
      .transaction((tx) => submissions.submit(tx, app.id, { actor: { kind: 'system' } }));
    const before = await kept();
    const answer = await send(await square('blue').png().toBuffer());
    expect([answer.status, await answer.text()]).toEqual([
      400,
      expect.stringContaining('This app is with the reviewers'),
    ]);
    expect(await kept()).toEqual(before);
  });

  it('can be removed', async () => {
    await send(await square('#ff0000').png().toBuffer());
    const action = `${path()}/remove`;
    await dario.browser.submit(await dario.open(path()), action);
    expect(await logoUri()).toBeNull();
  });

  it('is uploaded by people who develop for the organisation, with the token of their session (D2)', async () => {
    const file = await square('#ff0000').png().toBuffer();
    const other = await Organisation.of(server);
    const eva = await other.person('Eva', [[await other.createProject('Café'), 'owner']]);
    const token = hiddenFields((await eva.open('/developers')).html, '/logout');
    expect((await send(file, { person: eva, fields: token })).status).toBe(404);
    expect((await send(file, { fields: { csrf_token: 'x' } })).status).toBe(403);
    expect(await logoUri()).toBeNull();
  });

  it('is found at no other address', async () => {
    for (const file of ['x.png', '00000000-0000-0000-0000-000000000000.png', '..%2Fstyle.css']) {
      const response = await fetch(new URL(`/assets/logos/${file}`, server.address));
      expect([response.status, response.headers.get('cache-control')]).toEqual([404, 'no-store']);
    }
  });
});
