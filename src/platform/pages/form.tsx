import type { ComponentChildren, InputHTMLAttributes, VNode } from 'preact';
import { readableEmail } from '../mail/email-address.js';

/** Proves that a form came from one of our own pages; every form that posts has one. */
export const CsrfField = ({ token }: { token: string }): VNode => (
  <input type="hidden" name="csrf_token" value={token} />
);

/** `danger` ends something, `danger-quiet` leads to a question about it, `link` looks like one. */
export type ButtonKind = 'primary' | 'secondary' | 'danger' | 'danger-quiet' | 'link';

interface ButtonLook {
  readonly kind?: ButtonKind;
  readonly small?: boolean;
  readonly full?: boolean;
  readonly children: ComponentChildren;
}

const classesOf = ({ kind = 'primary', small, full }: ButtonLook): string =>
  ['button', kind !== 'primary' && `button-${kind}`, small && 'button-small', full && 'button-full']
    .filter(Boolean)
    .join(' ');

/** Submits its form. With `name` and `value` it says which button of several was pressed. */
export const Button = ({
  name,
  value,
  ...look
}: ButtonLook & { name?: string; value?: string }): VNode => (
  <button type="submit" class={classesOf(look)} name={name} value={value}>
    {look.children}
  </button>
);

/** A link that looks like a button, for going somewhere without changing anything. */
export const ButtonLink = ({ href, ...look }: ButtonLook & { href: string }): VNode => (
  <a class={classesOf(look)} href={href}>
    {look.children}
  </a>
);

interface FieldProps {
  readonly label: string;
  readonly name: string;
  /** `EmailField` is for addresses. */
  readonly type?: 'text' | 'password' | 'search' | 'url';
  readonly value?: string | undefined;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly autocomplete?: string;
  readonly required?: boolean;
  readonly autofocus?: boolean;
  readonly maxlength?: number;
  /** Shown, and sent back as it is. */
  readonly readonly?: boolean;
}

type EmailFieldProps = Pick<FieldProps, 'label' | 'value' | 'autofocus' | 'readonly'>;

/**
 * A field for the address of an account. Not `type="email"`: browsers refuse letters beyond ASCII there, or send the
 * domain otherwise than it was typed.
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

/** Keyboards of phones, which would begin with a capital and mend the spelling. */
const EMAIL_KEYBOARD = {
  inputmode: 'email',
  autocapitalize: 'none',
  autocorrect: 'off',
  spellcheck: 'false',
} as const;

/** A labelled text field with an optional hint and fault, tied together for screen readers. */
export function Field({ label, hint, error, type = 'text', ...input }: FieldProps): VNode {
  const id = `field-${input.name}`;
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        {...({ ...input, type } as InputHTMLAttributes)}
        id={id}
        aria-describedby={described || undefined}
        aria-invalid={error ? 'true' : undefined}
      />
      {hint && (
        <span id={`${id}-hint`} class="field-hint">
          {hint}
        </span>
      )}
      {error && (
        <span id={`${id}-error`} class="field-error">
          {error}
        </span>
      )}
    </div>
  );
}

interface SelectProps {
  readonly label: string;
  readonly name: string;
  /** Value and words of each option. */
  readonly options: readonly (readonly [value: string, words: string])[];
  readonly chosen: string | undefined;
  readonly hint?: string;
}

/** A labelled choice of one among a few. */
export function Select({ label, name, options, chosen, hint }: SelectProps): VNode {
  const id = `field-${name}`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} name={name} aria-describedby={hint ? `${id}-hint` : undefined}>
        {options.map(([value, words]) => (
          <option value={value} selected={value === chosen}>
            {words}
          </option>
        ))}
      </select>
      {hint && (
        <span id={`${id}-hint`} class="field-hint">
          {hint}
        </span>
      )}
    </div>
  );
}

export type NoticeKind = 'info' | 'success' | 'warning' | 'error';

/** Something to know before going on. An `error` is announced to screen readers at once. */
export const Notice = ({
  kind = 'info',
  title,
  children,
}: {
  kind?: NoticeKind;
  title?: string;
  children?: ComponentChildren;
}): VNode => (
  <div class={`notice notice-${kind}`} role={kind === 'error' ? 'alert' : undefined}>
    {title && <strong>{title}</strong>}
    {children}
  </div>
);

interface ChoiceProps {
  readonly type?: 'checkbox' | 'radio';
  readonly name: string;
  readonly value: string;
  readonly title: ComponentChildren;
  readonly description?: ComponentChildren;
  /** Stands at the right, under the text on phones: a badge, usually. */
  readonly aside?: ComponentChildren;
  readonly checked?: boolean;
  readonly disabled?: boolean;
}

/** A row with a check box (or radio button), a title and a description; the whole row can be clicked. */
export const Choice = ({
  type = 'checkbox',
  title,
  description,
  aside,
  ...input
}: ChoiceProps): VNode => (
  <li class={input.disabled ? 'choice choice-off' : 'choice'}>
    <label>
      <input type={type} {...input} />
      <span class="choice-title">{title}</span>
      {aside && <span class="choice-aside">{aside}</span>}
      {description && <span class="choice-description">{description}</span>}
    </label>
  </li>
);

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
