import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { normaliseEmail } from '../../../../platform/mail/email-address.js';
import { appFormTexts } from './app-form-texts.js';

interface ReadContacts {
  readonly emails: { readonly supportEmail: string | null; readonly securityEmail: string | null };
  readonly faults: Readonly<Record<string, string>>;
}

/** The addresses of the app; both may be missing until it is submitted for review. */
export function readContacts(form: StrictForm): ReadContacts {
  const [support, security] = ['support_email', 'security_email'].map((field) => {
    const given = form.get(field);
    const email = given === undefined ? null : normaliseEmail(given);
    const isUnfit = given !== undefined && email === null;
    return { email, faults: isUnfit ? { [field]: appFormTexts.faults.email } : {} };
  });
  return {
    emails: { supportEmail: support?.email ?? null, securityEmail: security?.email ?? null },
    faults: { ...support?.faults, ...security?.faults },
  };
}
