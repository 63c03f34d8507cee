import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { invalidRequest } from '../../kernel/errors/oauth-error.js';

/** Only these OAuth parameters may come more than once (RFC 8707 §2). */
const REPEATABLE: ReadonlySet<string> = new Set(['resource']);
/** Check boxes of our own pages, each box with a value of its own. */
const CHECK_BOXES: ReadonlySet<string> = new Set(['project', 'scope']);

/**
 * Parameters in the form encoding, read to the letter: an empty value is an absent one, a repeated one is an
 * error (RFC 6749 §3.1), and `code[]` is just an unknown name.
 */
export class StrictForm {
  private constructor(private readonly values: ReadonlyMap<string, readonly string[]>) {}

  /** @throws OAuthError `invalid_request` if a parameter is repeated */
  static parse(text: string): StrictForm {
    return StrictForm.parseLoosely(text).checkedFor(REPEATABLE);
  }

  /** The form of a page of ours, where a check box may repeat its name. @throws as `parse` */
  static parsePage(text: string): StrictForm {
    return StrictForm.parseLoosely(text).checkedFor(CHECK_BOXES);
  }

  /** The same without the rule on repeats, for those who answer them in their own way. */
  static parseLoosely(text: string): StrictForm {
    const values = new Map<string, string[]>();
    for (const [name, value] of new URLSearchParams(text)) {
      if (value !== '') values.set(name, [...(values.get(name) ?? []), value]);
    }
    return new StrictForm(values);
  }

  get(name: string): string | undefined {
    return this.values.get(name)?.[0];
  }

  all(name: string): readonly string[] {
    return this.values.get(name) ?? [];
  }

  /** Names that came more than once and must not. */
  repeated(repeatable = REPEATABLE): string[] {
    return [...this.values]
      .filter(([name, list]) => list.length > 1 && !repeatable.has(name))
      .map(([name]) => name);
  }

  without(names: readonly string[]): StrictForm {
    return new StrictForm(new Map([...this.values].filter(([name]) => !names.includes(name))));
  }

  with(name: string, value: string): StrictForm {
    return new StrictForm(new Map([...this.values, [name, [value]]]));
  }

  private checkedFor(repeatable: ReadonlySet<string>): this {
    if (this.repeated(repeatable).length === 0) return this;
    throw invalidRequest('A parameter is included more than once.');
  }

  /** In the form encoding again. */
  toString(): string {
    const pairs = [...this.values].flatMap(([name, list]) => list.map((value) => [name, value]));
    return new URLSearchParams(pairs).toString();
  }

  /** @throws OAuthError `invalid_request` if it is missing */
  require(name: string): string {
    const value = this.get(name);
    if (value === undefined) throw invalidRequest(`The parameter ${name} is missing.`);
    return value;
  }
}

/** The body of an OAuth form endpoint. @throws OAuthError `invalid_request` for any other content type */
export const Form = createParamDecorator((_: unknown, context: ExecutionContext) =>
  StrictForm.parse(readForm(context)),
);

/** The body of a page's form. @throws OAuthError `invalid_request` for a repeated name that is no check box */
export const PageForm = createParamDecorator((_: unknown, context: ExecutionContext) =>
  StrictForm.parsePage(readForm(context)),
);

/** The body of a form as it came. */
export const FormText = createParamDecorator((_: unknown, context: ExecutionContext) =>
  readForm(context),
);

/** The query as it came, not as Express's parser would have it. */
export function rawQuery(request: Request): string {
  const start = request.originalUrl.indexOf('?');
  return start === -1 ? '' : request.originalUrl.slice(start + 1);
}

function readForm(context: ExecutionContext): string {
  const request = context.switchToHttp().getRequest<Request>();
  const form = request.is('application/x-www-form-urlencoded');
  if (!form && Number(request.headers['content-length'] ?? 0) > 0) {
    throw invalidRequest('Send the parameters as application/x-www-form-urlencoded.');
  }
  return typeof request.body === 'string' ? request.body : '';
}
