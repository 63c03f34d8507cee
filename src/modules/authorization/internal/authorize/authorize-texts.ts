import { phrase } from '../../../../platform/pages/names.js';
/** Texts of the authorization endpoint. */
export const authorizeTexts = {
  faultTitle: 'This app asked in a way that does not work',
  faultLead: (app: string) =>
    phrase`Nothing was connected. ${app} sent a request with a fault in it; only its developer can mend that.`,
  accountTitle: 'Which account?',
  accountLead: (app: string) => phrase`Choose who goes on to ${app}.`,
  accountGoOn: (name: string) => phrase`Go on as ${name}`,
  accountOther: 'Use another account',
  returnTo: (app: string) => `Return to ${app}`,
};
