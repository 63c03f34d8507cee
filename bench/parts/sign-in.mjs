const cookiesOf = (response) =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');

/** Opens the sign-in page and sends its form, as a browser does. @throws Error unless the person is signed in */
export async function signIn(port, { email, password }) {
  const origin = `http://localhost:${port}`;
  const page = await fetch(`${origin}/login`);
  const html = await page.text();
  const hidden = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  const fields = Object.fromEntries(hidden.map(([, name, value]) => [name, value]));
  const answer = await fetch(`${origin}/login`, {
    method: 'POST',
    body: new URLSearchParams({ ...fields, email, password }),
    headers: { cookie: cookiesOf(page), origin },
    redirect: 'manual',
  });
  await answer.arrayBuffer();
  const location = answer.headers.get('location') ?? '/login';
  if (answer.status === 303 && !location.startsWith('/login')) return;
  throw new Error(`A sign-in was answered with ${answer.status}, ${location}`);
}
