import type { ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { lastValueFrom, of } from 'rxjs';
import type { BrowserSession } from '../../../../src/modules/accounts/browser-session.js';
import type { BrowserSessions } from '../../../../src/modules/accounts/browser-sessions.service.js';
import { PageInterceptor } from '../../../../src/modules/accounts/internal/page.interceptor.js';
import { rememberSession } from '../../../../src/modules/accounts/internal/request-session.js';
import { Choice, Field, Select } from '../../../../src/platform/pages/fields.js';
import { StrictForm } from '../../../../src/platform/http/strict-form.js';
import { Button, Form } from '../../../../src/platform/pages/form.js';
import { page, reauthenticate, redirect } from '../../../../src/platform/pages/outcome.js';
import { PageRedirect } from '../../../../src/platform/pages/page-redirect.js';

const SESSION: BrowserSession = {
  id: 'session',
  csrfToken: 'the token',
  user: null,
  authenticatedAt: null,
  signedInFor: null,
};
const ANA: BrowserSession = {
  ...SESSION,
  user: { id: 'ana', name: 'Ana', email: 'ana@olivar.example', isStaff: false },
};

/** Each test sets the return value of its handlers. */
class NotesController {}

/** One request, and its response. */
function scene(session: BrowserSession | null) {
  const request = { path: '/notes' } as Request;
  if (session) rememberSession(request, session);
  const sent = { status: 0, opened: 0, headers: [] as string[] };
  const note = (name: string, value: string): void => void sent.headers.push(`${name}: ${value}`);
  const response = {
    append: note,
    setHeader: note,
    status: (status: number) => {
      sent.status = status;
      return response;
    },
    type: () => response,
  } as unknown as Response;
  const sessions = {
    open: () => {
      sent.opened += 1;
      return Promise.resolve(rememberSession(request, session ?? SESSION));
    },
    signInLocation: (_: BrowserSession, path: string, wish: object) =>
      Promise.resolve(`/login for ${path} ${JSON.stringify(wish)}`),
  } as unknown as BrowserSessions;
  const context = {
    getClass: () => NotesController,
    getHandler: () => ({ name: 'show' }),
    switchToHttp: () => ({ getRequest: () => request, getResponse: () => response }),
  } as unknown as ExecutionContext;
  const answer = (returned: unknown): Promise<string> =>
    lastValueFrom(new PageInterceptor(sessions).intercept(context, { handle: () => of(returned) }));
  return { answer, sent };
}

const form = (
  <Form action="/notes">
    <Field label="Text" name="text" />
    <Button>Save</Button>
  </Form>
);
const COLOURS = [
  ['red', 'Red'],
  ['green', 'Green'],
] as const;
const TOKEN = 'name="csrf_token" value="the token"';

describe('the interceptor of pages', () => {
  it.each([
    ['nothing', undefined],
    ['text', '<p>Notes</p>'],
    ['what looks like a page', { content: { title: 'Notes', body: <p /> } }],
    ['what looks like a redirect', { location: '/', cookies: [] }],
    ['data', { notes: [] }],
  ])('lets no handler return %s', async (_, returned) => {
    const { answer, sent } = scene(ANA);
    await expect(answer(returned)).rejects.toThrow('NotesController.show must return page(…)');
    expect(sent.headers).toEqual([]);
  });

  it('puts the token of the session into each form, the way out among them (D2)', async () => {
    const html = await scene(ANA).answer(page({ title: 'Notes', body: form }));
    expect(html.split(TOKEN)).toHaveLength(3);
    expect(html).toContain('<bdi>ana@olivar.example</bdi>');
  });

  it('begins a session for a form, and for nothing else (D2)', async () => {
    const [withForm, without] = [scene(null), scene(null)];
    expect(await withForm.answer(page({ title: 'Notes', body: form }))).toContain(TOKEN);
    expect(withForm.sent.opened).toBe(1);
    await without.answer(page({ title: 'Notes', body: <p>None yet</p> }));
    expect(without.sent.opened).toBe(0);
  });

  it('shows faults beside their fields, with 400', async () => {
    const { answer, sent } = scene(ANA);
    const html = await answer(page({ title: 'Notes', body: form, faults: { text: 'Too long.' } }));
    expect(html).toContain('<span id="field-text-error" class="field-error">Too long.</span>');
    expect(sent.status).toBe(400);
  });

  it('shows again what was sent, but no password', async () => {
    const sent = StrictForm.parse('text=Milk&secret=s3cret&colour=red&done=yes');
    const fields = (
      <Form action="/notes">
        <Field label="Text" name="text" value="Bread" />
        <Field label="Secret" name="secret" type="password" />
        <Select label="Colour" name="colour" options={COLOURS} chosen="green" />
        <Choice name="done" value="yes" title="Done" />
        <Choice name="done" value="later" title="Later" checked />
        <Choice name="done" value="no" title="Not possible" checked disabled />
      </Form>
    );
    const html = await scene(ANA).answer(page({ title: 'Notes', body: fields, form: sent }));
    expect(html).toContain('value="Milk"');
    expect(html).not.toContain('s3cret');
    expect(html).toContain('<option value="red" selected>');
    expect(html.match(/value="\w+" checked|value="no" disabled checked/g)).toEqual([
      'value="yes" checked',
      'value="no" checked',
    ]);
  });

  it('says faults in the form that was sent, and in no other', async () => {
    const body = (
      <>
        {form}
        <Form action="/tags">
          <Field label="Text" name="text" value="Tag" />
        </Form>
      </>
    );
    const refusal = { faults: { text: 'Too long.' }, form: StrictForm.parse('text=Milk') };
    const html = await scene(ANA).answer(page({ title: 'Notes', body, ...refusal }));
    expect(html.match(/Too long\.|value="(Milk|Tag)"/g)).toEqual([
      'value="Milk"',
      'Too long.',
      'value="Tag"',
    ]);
  });

  it('sets the cookies of a redirect', async () => {
    const { answer, sent } = scene(ANA);
    const outcome = answer(redirect('/notes', { cookies: ['session=next'] }));
    await expect(outcome).rejects.toEqual(new PageRedirect('/notes'));
    expect(sent.headers).toEqual(['Set-Cookie: session=next']);
  });

  it('asks the person who is signed in for their password', async () => {
    const asked = scene(ANA).answer(reauthenticate('/notes'));
    const location = '/login for /notes {"fresh":true,"emailHint":"ana@olivar.example"}';
    await expect(asked).rejects.toMatchObject({ location });
  });
});
