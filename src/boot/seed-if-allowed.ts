import type { INestApplicationContext } from '@nestjs/common';
import type { Environment } from '../platform/config/environment.js';
import type { DemoBlock } from './announce.js';

/** Demo data, if it is enabled; its code is not loaded otherwise. Null if there is none. */
export async function seedIfAllowed(
  app: INestApplicationContext,
  environment: Environment,
): Promise<DemoBlock | null> {
  if (!environment.SEED_DEMO_DATA) return null;
  const { seedDemo } = await import('../demo/seed-demo.js');
  if ((await seedDemo(app)) === 'foreign') return null;
  const { DEMO_PASSWORD, DEMO_PEOPLE, DEMO_PROJECTS, ...story } =
    await import('../demo/demo-story.js');
  const nameOf = (key: string): string => DEMO_PROJECTS[key as keyof typeof DEMO_PROJECTS].name;
  const people = [
    ...DEMO_PEOPLE.map(({ email, roles }) => ({ email, roles: byRole(roles, nameOf) })),
    { email: story.DEMO_STAFF.email, roles: 'staff: reviews and suspends apps' },
  ];
  const service = { ...story.DEMO_SERVICE, secret: story.DEMO_SERVICE.secret.text };
  const { DEMO_STATES } = await import('../demo/demo-states.js');
  const apps = [
    ...[story.DEMO_APP, story.DEMO_SENDING_APP].map((app) => ({ ...app, state: 'verified' })),
    ...DEMO_STATES.map((app) => ({ ...app, state: app.state.replace('_', ' ') })),
  ];
  const developer = story.DEMO_DEVELOPER;
  return { password: DEMO_PASSWORD, people, apps, developer, service };
}

/** `{a: 'owner', b: 'owner', c: 'viewer'}` → `owner of A and B, viewer of C` */
function byRole(roles: Readonly<Record<string, string>>, nameOf: (key: string) => string): string {
  const keys = Object.keys(roles);
  return [...new Set(Object.values(roles))]
    .map((role) => {
      const names = keys.filter((key) => roles[key] === role).map(nameOf);
      return `${role} of ${names.join(' and ')}`;
    })
    .join(', ');
}
