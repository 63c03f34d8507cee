import { newId } from '../kernel/ids.js';
import { demoPhone } from './phone-numbers.js';
import { DemoRandom } from './random.js';

/** A row of `contacts`, named as its columns. */
export interface DemoContact {
  readonly id: string;
  readonly project_id: string;
  readonly user_id: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly email: string;
  readonly phone_mobile: string | null;
  readonly country: string;
  readonly language: string;
  readonly accepts_marketing_sms: boolean | null;
  readonly is_subscribed_sms: boolean;
  readonly is_subscribed_email: boolean;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly imported_at: string;
  readonly created_at: string;
  readonly updated_at: string;
}

interface Population {
  readonly country: string;
  readonly languages: readonly string[];
  readonly share: number;
  readonly first: readonly string[];
  readonly last: readonly string[];
}

const words = (text: string): string[] => text.split(' ');

/** The shares add up to 1. */
const POPULATIONS: readonly Population[] = [
  {
    country: 'ES',
    languages: ['es', 'es', 'es', 'ca'],
    share: 0.68,
    first: words(
      'Lucía Martín Sofía Hugo María Daniel Paula Álvaro Carmen Diego Inés Javier Nuria Iker',
    ),
    last: words(
      'García Fernández López Sánchez Pérez Gómez Ruiz Navarro Muñoz Serra Ibáñez Ortega',
    ),
  },
  {
    country: 'US',
    languages: ['en', 'en', 'es'],
    share: 0.15,
    first: words('Ava Noah Mia Liam Zoe Ethan Grace Owen Ruby Caleb'),
    last: words('Carter Nguyen Brooks Rivera Hayes Coleman Fisher Bennett'),
  },
  {
    country: 'CA',
    languages: ['en', 'fr'],
    share: 0.06,
    first: words('Chloé Liam Maya Félix Jade Theo'),
    last: words('Tremblay Singh Roy Campbell Gagnon Wong'),
  },
  {
    country: 'DE',
    languages: ['de'],
    share: 0.045,
    first: words('Mia Jonas Lena Paul Greta Emil'),
    last: words('Schmidt Wagner Köhler Brandt Vogel'),
  },
  {
    country: 'SE',
    languages: ['sv'],
    share: 0.04,
    first: words('Elsa Nils Astrid Oskar Freja'),
    last: words('Lindqvist Åberg Sandström Ekström'),
  },
  {
    country: 'PT',
    languages: ['pt'],
    share: 0.025,
    first: words('Beatriz Tomás Leonor Rodrigo'),
    last: words('Almeida Ferreira Teixeira'),
  },
];

export const LOYALTY_TIERS = [
  'none',
  'none',
  'none',
  'bronze',
  'bronze',
  'silver',
  'gold',
] as const;
const STORES = ['Madrid', 'Barcelona', 'València', 'Sevilla', 'Bilbao', 'online'] as const;
const DAY_MS = 86_400_000;

/** `count` contacts of a project, the same ones at each start; only their dates follow `now`. */
export function demoContacts(
  projectId: string,
  count: number,
  seed: number,
  now: Date,
): DemoContact[] {
  const random = new DemoRandom(seed);
  const inCountry = new Map<string, number>();
  return Array.from({ length: count }, (_, index) => {
    const population = populationAt(random.next());
    const nth = inCountry.get(population.country) ?? 0;
    inCountry.set(population.country, nth + 1);
    return contact(population, { projectId, index, nth, random, now });
  });
}

interface Place {
  readonly projectId: string;
  readonly index: number;
  /** How many of the same country came before. */
  readonly nth: number;
  readonly random: DemoRandom;
  readonly now: Date;
}

function contact(
  population: Population,
  { projectId, index, nth, random, now }: Place,
): DemoContact {
  const first = random.pick(population.first);
  const last = random.pick(population.last);
  const createdAt = new Date(now.getTime() - random.below(720 * DAY_MS));
  const updatedAt = new Date(
    createdAt.getTime() + random.below(now.getTime() - createdAt.getTime() + 1),
  );
  return {
    id: newId(),
    project_id: projectId,
    user_id: `C${String(10_001 + index)}`,
    first_name: first,
    last_name: last,
    email: `${plain(first)}.${plain(last)}.${String(index + 1)}@mail.example`,
    phone_mobile: random.chance(0.05) ? null : demoPhone(population.country, nth),
    country: population.country,
    language: random.pick(population.languages),
    accepts_marketing_sms: random.pick([
      true,
      true,
      true,
      true,
      true,
      true,
      true,
      false,
      null,
      null,
    ]),
    is_subscribed_sms: random.chance(0.94),
    is_subscribed_email: random.chance(0.9),
    attributes: attributes(random),
    imported_at: createdAt.toISOString(),
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
  };
}

const attributes = (random: DemoRandom): DemoContact['attributes'] => ({
  loyalty_tier: random.pick(LOYALTY_TIERS),
  favourite_store: random.pick(STORES),
  average_basket: Math.round(800 + random.next() * 9_200) / 100,
  newsletter: random.chance(0.4),
});

function populationAt(point: number): Population {
  let end = 0;
  for (const population of POPULATIONS) if (point < (end += population.share)) return population;
  return POPULATIONS[0] as Population;
}

/** `Muñoz` → `munoz` */
const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/[^A-Za-z]/g, '')
    .toLowerCase();
