import { fromWireId } from '../../src/kernel/ids.js';
import type { Role } from '../../src/modules/projects/role.js';
import { APP_SCOPE_NAMES } from '../../src/modules/scopes-and-roles/scope-catalogue.js';
import type { PolicyKey } from '../../src/modules/verification/tier-policy.js';
import type { Customer } from './actors/customer.js';
import { Organisation, type TestProject } from './actors/organisation.js';
import { ThirdPartyApp } from './actors/third-party-app.js';
import * as shortcuts from './shortcuts.js';
import type { World } from './world.js';

const REDIRECT_URI = 'http://127.0.0.1:4000/callback';

/** An app that the limits of one column of the tier table apply to, and people who may connect it. */
export class TierApp {
  private constructor(
    private readonly world: World,
    readonly key: PolicyKey,
    readonly asked: ThirdPartyApp,
    /** UUID. */
    readonly id: string,
    /** The organisation of the projects that connect it. */
    private readonly where: Organisation,
  ) {}

  /** `approved`: what a review allows. */
  static async at(
    world: World,
    key: PolicyKey,
    approved: readonly string[] = APP_SCOPE_NAMES,
  ): Promise<TierApp> {
    const [maker, shops] = [await world.organisation('Makers'), await world.organisation('Shops')];
    if (key === 'self_registered') {
      const asked = await world.app();
      return new TierApp(world, key, asked, fromWireId('app', asked.clientId) ?? '', shops);
    }
    const { client } = await shortcuts.registerPortalApp(world.server, maker.organisationId, {
      ...{ client_name: 'Bakery Insights', token_endpoint_auth_method: 'none' },
      ...{ application_type: 'native', redirect_uris: [REDIRECT_URI] },
      scope: APP_SCOPE_NAMES.join(' '),
    });
    if (key === 'verified' || key === 'listed') {
      await shortcuts.reviewApp(world.server, client.id, { tier: key, approvedScopes: approved });
    }
    const app = { clientId: client.clientId, redirectUri: REDIRECT_URI };
    const asked = ThirdPartyApp.existing(world.server, app);
    return new TierApp(world, key, asked, client.id, key === 'own' ? maker : shops);
  }

  project(name = 'Summer Shop'): Promise<TestProject> {
    return this.where.createProject(name);
  }

  /** A person with this role in the projects, signed in; a tester of the app where it has testers, unless told not to. */
  async person(
    projects: readonly TestProject[],
    role: Role = 'owner',
    isTester = true,
  ): Promise<Customer> {
    const person = await this.where.person(
      'Ana',
      projects.map((project) => [project, role]),
    );
    await person.signIn();
    if (isTester && this.key === 'development') {
      await shortcuts.nameTester(this.world.server, this.id, person.user);
    }
    return person;
  }

  /** The consent page of a request for these scopes. */
  async consent(person: Customer, scopes: string) {
    return this.world.openConsent(person.browser, this.asked.authorizePath(scopes));
  }
}
