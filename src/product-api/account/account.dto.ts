import type { WithheldScope } from '../../modules/scopes-and-roles/effective-scopes.js';
import { ConnectedProject } from '../project/project.dto.js';
import { Flag, Moment, Nested, OneOf, Text, WireId } from '../wire/fields.js';

class AppView {
  @Text({ example: 'app_01kag0r4yqf8ktm3v9x2s5c7bn', description: 'The `client_id`.' }) id!: string;
  @Text() name!: string;
}

class GrantView {
  @WireId('grt') id!: string;
  @Moment({ from: 'expiresAt' }) expires_at!: string;
}

class TokenView {
  @WireId('tok') id!: string;
  @Text() title!: string;
  @Flag({ from: 'testMode', description: 'Nothing leaves this server for its calls.' })
  test_mode!: boolean;
  @Moment({ from: 'expiresAt', nullable: true, description: 'Null: it does not expire.' })
  expires_at!: string | null;
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

/** The response of `GET /v1/`: app or API token, person, and effective scopes per project. */
export class Account {
  @OneOf(['oauth', 'service', 'api_token'], {
    description: 'An app for a person, an app in its own name, or an API token.',
  })
  kind!: 'oauth' | 'service' | 'api_token';
  @Nested(AppView, { nullable: true, description: 'Null for an API token.' })
  app!: AppView | null;
  @Nested(GrantView, { nullable: true, description: 'Null for an API token.' })
  grant!: GrantView | null;
  @Nested(TokenView, { nullable: true, description: 'Null for an app.' })
  token!: TokenView | null;
  @Nested(UserView, {
    nullable: true,
    description: 'For whom, or who made the token. Null for a service: there is no person.',
  })
  user!: UserView | null;
  @Nested(ConnectedProjectView, { many: true, description: 'Empty while none is connected.' })
  projects!: readonly ConnectedProjectView[];
}

export class AccountMetadata {
  /** Scopes that are effective in at least one project, and those of the account. */
  @Text({ many: true }) readonly scopes!: readonly string[];
}
