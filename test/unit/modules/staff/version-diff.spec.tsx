import { renderToString } from 'preact-render-to-string';
import { EMPTY_PROFILE } from '../../../../src/modules/app-profiles/app-profile.js';
import { VersionDiff } from '../../../../src/modules/staff/internal/reviews/version-diff.js';

const OWN = '/assets/logos/019f0000-0000-7000-8000-000000000000.png';

describe('what reviewers compare', () => {
  const diff = (before: string, after: string): string => {
    const withLogo = (logo_uri: string) => ({ metadata: { logo_uri }, profile: EMPTY_PROFILE });
    return renderToString(<VersionDiff before={withLogo(before)} after={withLogo(after)} />);
  };

  it('shows logos that this server keeps as images', () => {
    const other = OWN.replace('019f', '019e');
    const html = diff(OWN, other);
    expect(html).toContain(`<img src="${OWN}"`);
    expect(html).toContain(`<img src="${other}"`);
    expect(html).toContain('Changed');
  });

  it('asks no other server for one, and links to none (A15)', () => {
    const html = diff(OWN, 'https://evil.example/logo.png');
    expect(html).toContain('<bdi>https://evil.example/logo.png</bdi>');
    expect(html.match(/<img/g)).toHaveLength(1);
    expect(html).not.toContain('href');
  });
});
