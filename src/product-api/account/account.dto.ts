import type { WithheldScope } from '../../modules/scopes-and-roles/effective-scopes.js';
import { ConnectedProject } from '../project/project.dto.js';
import { Moment, Nested, OneOf, Text, WireId } from '../wire/fields.js';

class AppView {
  @Text({ example: 'app_01kag0r4yqf8ktm3v9x2s5c7bn', description: 'The `client_id`.' }) id!: string;
  @Text() name!: string;
}

class GrantView {
  @WireId('grt') id!: string;
  @Moment({ from: 'expiresAt' }) expires_at!: string;
}

class UserView {
  @WireId('usr') id!: string;
}

class WithheldView {
  @Text() scope!: string;
  @OneOf(['plan', 'role', 'policy', 'tier', 'person']) reason!: WithheldScope['reason'];
}

class ConnectedProjectView extends ConnectedProject {
  @Text({ description: 'Scopes that work here now, separated by spaces.' }) scope!: string;
  @Nested(WithheldView, {
    many: true,
    description: 'What was asked for and does not work, and why.',
  })
  withheld!: readonly WithheldView[];
}

/** The response of `GET /v1/`: app, person, and effective scopes per project. */
export class Account {
  @OneOf(['oauth', 'service'], { description: 'For a person, or in its own name.' })
  kind!: 'oauth' | 'service';
  @Nested(AppView) app!: AppView;
  @Nested(GrantView) grant!: GrantView;
  @Nested(UserView, { nullable: true, description: 'Null for a service: there is no person.' })
  user!: UserView | null;
  @Nested(ConnectedProjectView, { many: true, description: 'Empty while none is connected.' })
  projects!: readonly ConnectedProjectView[];
}

export class AccountMetadata {
  /** Scopes that are effective in at least one project, and those of the account. */
  @Text({ many: true }) readonly scopes!: readonly string[];
}
