import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { Choice, Choices, Field } from '../../../../src/platform/pages/fields.js';
import { Form } from '../../../../src/platform/pages/form.js';
import { CurrentPage } from '../../../../src/platform/pages/page-context.js';
import { Badge, Facts, Identity } from '../../../../src/platform/pages/parts.js';
import { Table } from '../../../../src/platform/pages/table.js';
import { STYLESHEET } from '../../../../src/platform/pages/stylesheet.js';

const HOSTILE = '"><img src=x onerror=alert(1)>';

describe('page parts', () => {
  it('escape text and attributes (D16)', () => {
    const html = renderToString(
      <CurrentPage.Provider
        value={{ csrfToken: HOSTILE, path: HOSTILE, faults: { email: HOSTILE } }}
      >
        <Form action={HOSTILE}>
          <Field label={HOSTILE} name="email" value={HOSTILE} hint={HOSTILE} />
        </Form>
        <Choice name="scope" value={HOSTILE} title={HOSTILE} description={HOSTILE} />
        <Badge kind="granted">{HOSTILE}</Badge>
        <Facts of={[[HOSTILE, HOSTILE]]} />
        <Identity name={HOSTILE} />
        <Table caption={HOSTILE} items={[1]} columns={[{ label: HOSTILE, cell: () => HOSTILE }]} />
      </CurrentPage.Provider>,
    );
    expect(html).not.toContain('<img');
    expect(html).not.toMatch(/="[^"]*">\s*<img/);
  });

  it('tie a field to its label, hint and fault', () => {
    const html = renderToString(
      <CurrentPage.Provider value={{ faults: { email: 'Missing' } }}>
        <Field label="E-mail" name="email" hint="Work" />
        <Field label="Name" name="name" />
      </CurrentPage.Provider>,
    );
    expect(html).toContain('<label for="field-email">');
    expect(html).toContain('aria-describedby="field-email-hint field-email-error"');
    expect(html.match(/aria-invalid="true"/g)).toHaveLength(1);
  });

  it('keep a disabled choice readable, and out of the form', () => {
    const html = renderToString(
      <Choices legend="Projects">
        <Choice
          name="project"
          value="prj_1"
          title="Shop"
          disabled
          aside={<Badge>Free plan</Badge>}
        />
      </Choices>,
    );
    expect(html).toContain('<legend>Projects</legend>');
    expect(html).toMatch(/<input[^>]*disabled/);
  });

  it('use no class that the stylesheet does not know', () => {
    const html = renderToString(
      h('div', null, [
        <Choices legend="x">
          <Choice name="a" value="b" title="c" description="d" aside="e" disabled />
        </Choices>,
        <Table caption="x" items={[1]} columns={[{ label: 'x', cell: () => 'y' }]} />,
      ]),
    );
    const classes = [...html.matchAll(/class="([^"]+)"/g)].flatMap(([, names]) =>
      names!.split(' '),
    );
    expect(classes.filter((name) => !STYLESHEET.includes(`.${name}`))).toEqual([]);
  });
});
