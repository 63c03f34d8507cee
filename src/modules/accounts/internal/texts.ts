import { phrase } from '../../../platform/pages/names.js';

/** Every sentence of this module's pages, in one file so that a language can be added. */
export const texts = {
  signInTitle: 'Sign in',
  signInLead: 'With the account you use for your projects.',
  signInAgain: 'Before you go on, show that it is still you.',
  signInFailed: 'The e-mail or the password is not right.',
  signInReset: 'Your password is changed. Sign in with the new one.',
  signInMeanwhile: (email: string) =>
    phrase`${email} has signed in from another tab since. To go on as somebody else, give your password once more.`,
  email: 'E-mail',
  password: 'Password',
  signInButton: 'Sign in',
  staleForm:
    'This form is no longer valid. Go back, reload the page and send the form again. Cookies must be allowed.',
  foreignForm: 'This form was sent from another site.',
  landingTitle: 'Your projects, your apps',
  landingLead:
    'Here you let apps work with your projects, see what each of them may do, and disconnect them whenever you like.',
  landingSignIn: 'Sign in',
  landingApps: 'Your connected apps',
  landingMarketplace: 'Apps to connect',
  forDevelopers: 'For developers',
  developerLinks: [
    {
      href: '/developers',
      title: 'Developer portal',
      text: 'Register an app, try it in a sandbox, and have it verified and listed.',
    },
    {
      href: '/docs',
      title: 'Product API',
      text: 'Every endpoint of the API, with the scope it needs.',
    },
    {
      href: '/.well-known/oauth-authorization-server',
      title: 'Authorization server metadata',
      text: 'Where an app registers, asks for access and gets its tokens (RFC 8414).',
    },
    {
      href: '/.well-known/oauth-protected-resource/v1',
      title: 'Protected resource metadata',
      text: 'What the Product API expects of an access token (RFC 9728).',
    },
  ],
} as const;
