import type { AppListing } from '../modules/app-profiles/app-listing.js';
import type { ProjectScope } from '../modules/scopes-and-roles/scope-catalogue.js';

/** How far an app of the demo data has come. */
export type DemoAppState =
  'development' | 'submitted' | 'in_review' | 'changes_requested' | 'listed' | 'suspended';

export interface DemoStateApp {
  readonly id: string;
  readonly name: string;
  readonly state: DemoAppState;
  readonly scopes: readonly ProjectScope[];
  /** Why the app needs a scope, in the words of its developer. */
  readonly reasons: Readonly<Partial<Record<ProjectScope, string>>>;
}

const demoId = (number: number): string =>
  `01941f29-7c00-7000-8000-${String(number).padStart(12, '0')}`;

/** Apps of Brightline Analytics, one in each state beside its two verified ones. */
export const DEMO_STATES: readonly DemoStateApp[] = [
  {
    ...{ id: demoId(4), name: 'Brightline Beta', state: 'development' },
    scopes: ['project:read', 'segments:read', 'audience:list', 'sms:send'],
    reasons: {
      'audience:list': 'To compare your audience with the visitors of your shop.',
      'sms:send': 'To text people whose basket was left behind.',
    },
  },
  {
    ...{ id: demoId(5), name: 'Brightline Loyalty', state: 'submitted' },
    scopes: ['project:read', 'segments:read', 'audience:write'],
    reasons: { 'audience:write': 'To write the points of your members into their contact.' },
  },
  {
    ...{ id: demoId(6), name: 'Brightline Forms', state: 'in_review' },
    scopes: ['project:read', 'contacts:ingest'],
    reasons: { 'contacts:ingest': 'To add people who fill in one of your forms.' },
  },
  {
    ...{ id: demoId(7), name: 'Brightline Surveys', state: 'changes_requested' },
    scopes: ['project:read', 'segments:read', 'events:ingest'],
    reasons: { 'events:ingest': 'To record who answered which survey.' },
  },
  {
    ...{ id: demoId(8), name: 'Brightline Rewards', state: 'listed' },
    scopes: ['project:read', 'segments:read', 'reports:read'],
    reasons: {},
  },
  {
    ...{ id: demoId(9), name: 'Brightline Legacy', state: 'suspended' },
    scopes: ['project:read', 'segments:read'],
    reasons: {},
  },
];

/** The page of the listed app in the marketplace. */
export const DEMO_LISTING: AppListing = {
  slug: 'brightline-rewards',
  categories: ['loyalty', 'analytics'],
  languages: ['en', 'es'],
  initiateLoginUri: null,
  texts: {
    en: {
      summary: 'Shows which rewards bring your customers back.',
      description:
        'Brightline Rewards reads your segments and reports, and shows which reward brought how many customers back.\n\n- One chart for each segment\n- A monthly report by e-mail\n- Nothing is changed in your project',
    },
    es: {
      summary: 'Muestra qué recompensas hacen volver a tus clientes.',
      description:
        'Brightline Rewards lee tus segmentos e informes, y muestra qué recompensa hizo volver a cuántos clientes.\n\n- Un gráfico por segmento\n- Un informe mensual por correo\n- No cambia nada en tu proyecto',
    },
  },
};
