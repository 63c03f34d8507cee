import type { AriaAttributes, ComponentChildren, InputHTMLAttributes, VNode } from 'preact';
import { readableEmail } from '../mail/email-address.js';
import { usePage } from './page-context.js';

interface FieldProps {
  readonly label: string;
  readonly name: string;
  /** `EmailField` is for addresses. */
  readonly type?: 'text' | 'password' | 'search' | 'url';
  readonly value?: string | undefined;
  readonly hint?: string;
  readonly autocomplete?: string;
  readonly required?: boolean;
  readonly autofocus?: boolean;
  readonly maxlength?: number;
  /** Displayed, and submitted unchanged. */
  readonly readonly?: boolean;
}

type EmailFieldProps = Pick<FieldProps, 'label' | 'value' | 'autofocus' | 'readonly'>;

/**
 * A field for the address of an account. Not `type="email"`: browsers refuse characters beyond ASCII there, or submit
 * the domain in another form.
 */
export const EmailField = ({ value, ...props }: EmailFieldProps): VNode => (
  <Field
    {...props}
    {...EMAIL_KEYBOARD}
    name="email"
    value={value === undefined ? undefined : readableEmail(value)}
    autocomplete="username"
    required={!props.readonly}
  />
);

/** Attributes against capitalisation and autocorrection on phones. */
const EMAIL_KEYBOARD = {
  inputmode: 'email',
  autocapitalize: 'none',
  autocorrect: 'off',
  spellcheck: 'false',
} as const;

/** A labelled text field with an optional hint, and its fault if it has one. */
export function Field({ label, hint, type = 'text', ...input }: FieldProps): VNode {
  const [id, fault] = [`field-${input.name}`, useFault(input.name)];
  const { form } = usePage();
  const value = form && type !== 'password' ? form.get(input.name) : input.value;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        {...({ autofocus: fault !== undefined, ...input, value, type } as InputHTMLAttributes)}
        id={id}
        {...described(id, hint, fault)}
      />
      <Notes {...{ id, hint, fault }} />
    </div>
  );
}

interface TextAreaProps extends Pick<
  FieldProps,
  'label' | 'name' | 'value' | 'hint' | 'maxlength'
> {
  readonly rows: number;
}

/** A labelled field for several lines, with an optional hint, and its fault if it has one. */
export function TextArea({ label, name, value, hint, rows, maxlength }: TextAreaProps): VNode {
  const [id, fault] = [`field-${name}`, useFault(name)];
  const { form } = usePage();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea {...{ id, name, rows, maxlength }} {...described(id, hint, fault)}>
        {form ? form.get(name) : value}
      </textarea>
      <Notes {...{ id, hint, fault }} />
    </div>
  );
}

interface FileFieldProps extends Pick<FieldProps, 'label' | 'name'> {
  /** Media types that the browser offers. */
  readonly accept: string;
}

/** A labelled field for one file, and its fault if it has one. */
export function FileField({ label, name, accept }: FileFieldProps): VNode {
  const [id, fault] = [`field-${name}`, useFault(name)];
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input type="file" {...{ id, name, accept }} {...described(id, undefined, fault)} />
      <Notes {...{ id, hint: undefined, fault }} />
    </div>
  );
}

/** The fault of a group of `Choices`, which belongs to none of its boxes. */
export function Fault({ name }: { readonly name: string }): VNode | null {
  const fault = useFault(name);
  return fault === undefined ? null : <span class="field-error">{fault}</span>;
}

/** The handler's fault message for the field of this name. */
const useFault = (name: string): string | undefined => usePage().faults?.[name];

/** `aria-describedby` for the field's `Notes`. */
const described = (
  id: string,
  hint: string | undefined,
  fault: string | undefined,
): AriaAttributes => ({
  'aria-describedby':
    [hint && `${id}-hint`, fault && `${id}-error`].filter(Boolean).join(' ') || undefined,
  'aria-invalid': fault ? 'true' : undefined,
});

interface NotesProps {
  readonly id: string;
  readonly hint: string | undefined;
  readonly fault: string | undefined;
}

const Notes = ({ id, hint, fault }: NotesProps): VNode => (
  <>
    {hint && (
      <span id={`${id}-hint`} class="field-hint">
        {hint}
      </span>
    )}
    {fault && (
      <span id={`${id}-error`} class="field-error">
        {fault}
      </span>
    )}
  </>
);

interface SelectProps {
  readonly label: string;
  readonly name: string;
  /** Value and words of each option. */
  readonly options: readonly (readonly [value: string, words: string])[];
  readonly chosen: string | undefined;
  readonly hint?: string;
}

/** A labelled `select`, with an optional hint, and its fault if it has one. */
export function Select({ label, name, options, chosen, hint }: SelectProps): VNode {
  const [id, fault] = [`field-${name}`, useFault(name)];
  const shown = usePage().form?.get(name) ?? chosen;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} name={name} {...described(id, hint, fault)}>
        {options.map(([value, words]) => (
          <option value={value} selected={value === shown}>
            {words}
          </option>
        ))}
      </select>
      <Notes {...{ id, hint, fault }} />
    </div>
  );
}

interface ChoiceProps {
  readonly type?: 'checkbox' | 'radio';
  readonly name: string;
  readonly value: string;
  readonly title: ComponentChildren;
  readonly description?: ComponentChildren;
  /** At the right, under the text on phones: a badge, usually. */
  readonly aside?: ComponentChildren;
  /** Initially; a submitted form overrides it. */
  readonly checked?: boolean;
  readonly disabled?: boolean;
}

/** A row with a check box (or radio button), a title and a description; the whole row can be clicked. */
export function Choice({
  type = 'checkbox',
  title,
  description,
  aside,
  ...input
}: ChoiceProps): VNode {
  const { name, value, disabled } = input;
  const { form } = usePage();
  const checked = form && !disabled ? form.all(name).includes(value) : input.checked;
  return (
    <li class={disabled ? 'choice choice-off' : 'choice'}>
      <label>
        <input type={type} {...input} checked={checked} />
        <span class="choice-title">{title}</span>
        {aside && <span class="choice-aside">{aside}</span>}
        {description && <span class="choice-description">{description}</span>}
      </label>
    </li>
  );
}

/** A framed group of `Choice` rows under one question. */
export const Choices = ({
  legend,
  children,
}: {
  legend: ComponentChildren;
  children: ComponentChildren;
}): VNode => (
  <fieldset class="group">
    <legend>{legend}</legend>
    <ul class="choices">{children}</ul>
  </fieldset>
);
