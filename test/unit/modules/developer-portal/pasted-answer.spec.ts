import { mintSecret } from '../../../../src/kernel/secret.js';
import { shownAnswer } from '../../../../src/modules/developer-portal/internal/try/issued-answer.js';
import {
  readPastedAnswer,
  type ExpectedAnswer,
} from '../../../../src/modules/developer-portal/internal/try/pasted-answer.js';

const ISSUER = 'https://auth.example';
const CODE = mintSecret('isoc').text;
const ANSWER = `code=${CODE}&state=abc&iss=${encodeURIComponent(ISSUER)}`;
const REDIRECT_URIS = [
  'https://app.example/back',
  'http://127.0.0.1/callback',
  'app.example:/back',
];

const expecting = (redirectUri: string): ExpectedAnswer => ({
  ...{ issuer: ISSUER, redirectUri, state: 'abc', redirectUris: REDIRECT_URIS },
});

const faultOf = (pasted: string, redirectUri = 'https://app.example/back') =>
  readPastedAnswer(pasted, expecting(redirectUri)).fault;

describe('the address that a browser ended at', () => {
  it.each([
    ['https://app.example/back', `https://app.example/back?${ANSWER}`],
    ['https://app.example/back', `  https://app.example/back?${ANSWER}\n`],
    ['https://app.example/back', `https://app.example/back?${ANSWER}#_=_`],
    // As browsers write them.
    ['https://app.example', `https://app.example/?${ANSWER}`],
    ['https://APP.example:443/back', `https://app.example/back?${ANSWER}`],
    ['http://127.0.0.1:8080/callback', `http://127.0.0.1:8080/callback?${ANSWER}`],
    ['app.example:/back', `app.example:/back?${ANSWER}`],
    ['https://app.example/back?tenant=1', `https://app.example/back?tenant=1&${ANSWER}`],
  ])('is the answer at %s', (redirectUri, pasted) => {
    const read = readPastedAnswer(pasted, expecting(redirectUri));
    expect(read).toMatchObject({ fault: null, code: CODE, denied: null });
    expect(read.checks.map(({ check, passed }) => [check, passed])).toEqual([
      ['redirect_uri', true],
      ['state', true],
      ['iss', true],
      ['answer', true],
    ]);
  });

  it.each([
    ['http://app.example/back', 'another scheme'],
    ['https://app.example/back/', 'another path'],
    ['https://app.example/backwards', 'a longer path'],
    ['https://app.example:8443/back', 'another port'],
    ['https://app.example.other.example/back', 'a longer host'],
    ['https://user@app.example/back', 'a name before the host'],
    ['https://other.example/back', 'another host'],
  ])('is at no other address: %s (%s)', (address) => {
    expect(faultOf(`${address}?${ANSWER}`)).toBe('other_address');
  });

  it('keeps the query of the redirect URI', () => {
    const withQuery = 'https://app.example/back?tenant=1';
    for (const query of [
      ANSWER,
      `tenant=2&${ANSWER}`,
      `tenant=11&${ANSWER}`,
      `${ANSWER}&tenant=1`,
    ]) {
      expect(faultOf(`https://app.example/back?${query}`, withQuery)).not.toBeNull();
    }
  });

  it.each([
    ['', 'missing'],
    ['   ', 'missing'],
    ['x'.repeat(8_001), 'long'],
    [ANSWER, 'no_address'],
    [`${ISSUER}/oauth/authorize?client_id=app`, 'own_page'],
    [`${ISSUER}/login`, 'own_page'],
    [`http://127.0.0.1/callback?${ANSWER}`, 'other_of_app'],
    [`javascript:alert(1)`, 'other_address'],
    ['https://app.example/back', 'state'],
    [`https://app.example/back?code=${CODE}&iss=${ISSUER}`, 'state'],
    [`https://app.example/back?code=${CODE}&iss=${ISSUER}&state=abcd`, 'state'],
    [`https://app.example/back?code=${CODE}&state=abc`, 'iss'],
    [`https://app.example/back?code=${CODE}&state=abc&iss=${ISSUER}/`, 'iss'],
    [`https://app.example/back?state=abc&iss=${ISSUER}`, 'no_answer'],
    [`https://app.example/back?code=&state=abc&iss=${ISSUER}`, 'no_answer'],
    [`https://app.example/back?${ANSWER}&error=access_denied`, 'no_answer'],
    [`https://app.example/back?${ANSWER}&state=abc`, 'repeated'],
    [`https://app.example/back?${ANSWER}&code=${CODE}`, 'repeated'],
    [`https://app.example/back?${ANSWER.replace(CODE, CODE.slice(0, -1))}`, 'code_shape'],
    [`https://app.example/back?${ANSWER.replace(CODE, mintSecret('isoa').text)}`, 'code_shape'],
  ])('has a fault: %s', (pasted, fault) => {
    expect(faultOf(pasted)).toBe(fault);
  });

  it('may have an error instead of a code', () => {
    const query = `error=access_denied&error_description=No.&state=abc&iss=${ISSUER}`;
    const read = readPastedAnswer(
      `https://app.example/back?${query}`,
      expecting('https://app.example/back'),
    );
    expect(read).toMatchObject({
      ...{ fault: null, code: null },
      denied: { error: 'access_denied', description: 'No.' },
    });
  });
});

describe('an answer as it is shown', () => {
  it('has of each secret the prefix and the last four characters', () => {
    const token = mintSecret('isoa').text;
    const jwt = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ1c3JfMSJ9.c2lnbmF0dXJl';
    const shown = shownAnswer({
      access_token: token,
      id_token: jwt,
      deep: [{ said: `of ${token}.` }],
    });
    expect(JSON.parse(shown)).toEqual({
      access_token: `isoa_…${token.slice(-4)}`,
      id_token: `eyJ…${jwt.slice(-4)}`,
      deep: [{ said: `of isoa_…${token.slice(-4)}.` }],
    });
  });
});
