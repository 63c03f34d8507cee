import { phrase, type Phrase } from '../../../../platform/pages/names.js';
import { PROJECT_SCOPES, type AppScope } from '../../../scopes-and-roles/scope-catalogue.js';
import type { Tier } from '../../../verification/app-verification.js';

/** Version of the texts below, stored in the receipt. Change it with any of them. */
export const CONSENT_WORDING = '2026-11-29.4';

/** Texts of the consent page, in one file, so that a language can be added. */
export const consentTexts = {
  title: (app: string) => phrase`Connect ${app}`,
  lead: (app: string) =>
    phrase`${app} asks to act on your projects. You choose which, and may stop it at any time.`,
  signedInAs: 'You are',
  notYou: 'Not you? Use another account',
  returnsTo: 'You go back to',
  loopbackWarning:
    'This app runs on this computer. Go on only if you have started it yourself just now.',
  registered: 'Registered',
  madeBy: 'Made by',
  publishedBy: 'Published by',
  listing: 'About the app',
  website: 'Website',
  terms: 'Terms',
  privacy: 'Privacy policy',
  confirmHost: (host: string) => `Let it change things: type ${host}`,
  confirmHostHint: (scopes: readonly string[]) =>
    `Nobody has checked this app. Where you go back to is the only thing about it that is certain. Needed for: ${titlesOf(scopes)}.`,
  unconfirmed: (host: string, scopes: readonly string[]) =>
    `Type ${host} here, or untick ${titlesOf(scopes)}.`,
  howLong: 'For how long?',
  persistent: 'It keeps this access while you are away, until then or until you disconnect it.',
  notPersistent: 'It works for one hour, then it has to ask you again.',
  shortestLife: (days: number) =>
    `With a project of another organisation than the app’s, at most ${String(days)} days: the shortest of the projects you choose counts.`,
  cannot: 'It can never change members, billing, tokens or other apps, nor see other projects.',
  allow: (app: string) => phrase`Connect ${app}`,
  deny: 'Cancel',
  leadOfSignIn: (app: string) =>
    phrase`${app} asks to know who you are. It asks for nothing in your projects.`,
  leadOfAssistant: (app: string) =>
    phrase`${app} asks to use our tools for AI assistants in your projects. You choose which, and may stop it at any time.`,
  assistantTitle: 'For an AI assistant',
  assistant:
    'What you connect is a few tools, not the whole Product API. Whatever a tool finds goes to the assistant, and to whoever runs it.',
  aboutYou: 'What will it know about you?',
  technical: 'Technical details',
};

const titlesOf = (scopes: readonly string[]): string =>
  scopes.map((scope) => PROJECT_SCOPES[scope as AppScope].title).join(', ');

export interface TierText {
  readonly badge: string;
  readonly kind: 'verified' | 'caution' | 'danger';
  readonly text: string | Phrase;
}

export const TIER_TEXTS: Record<Tier, TierText> = {
  listed: {
    badge: 'Listed',
    kind: 'verified',
    text: 'We have checked who makes this app, and what it says about itself.',
  },
  verified: { badge: 'Verified', kind: 'verified', text: 'We have checked who makes this app.' },
  development: {
    badge: 'In development',
    kind: 'caution',
    text: 'This app is still being made; we have not checked it.',
  },
  self_registered: {
    badge: 'Not verified',
    kind: 'danger',
    text: 'This app registered itself and its name is its own claim. Nobody has checked it.',
  },
};

/** An app under development, whose organisation is known. */
export const developmentText = (organisation: string): TierText => ({
  ...TIER_TEXTS.development,
  text: phrase`${organisation} is still making this app. We have not checked it.`,
});

/** Apps whose `client_id` is the URL of their metadata document. */
export const knownHostText = (host: string): TierText => ({
  badge: 'Known publisher',
  kind: 'caution',
  text: `${host} publishes this app. We have not checked what it does.`,
});

export const knownAssistantText = (host: string): TierText => ({
  badge: 'Known publisher',
  kind: 'verified',
  text: `${host} publishes this app, and we know ${host}.`,
});

export const unknownHostText = (host: string): TierText => ({
  badge: 'Not verified',
  kind: 'danger',
  text: `${host} describes this app; its name is its own claim. Nobody has checked it.`,
});
