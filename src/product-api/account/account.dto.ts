import { ApiProperty } from '@nestjs/swagger';

class AppView {
  @ApiProperty({ example: 'app_01kag0r4yqf8ktm3v9x2s5c7bn', description: 'The `client_id`.' })
  id!: string;

  @ApiProperty()
  name!: string;
}

class GrantView {
  @ApiProperty({ example: 'grt_01kag0r4yqf8ktm3v9x2s5c7bn' })
  id!: string;

  @ApiProperty({ format: 'date-time' })
  expires_at!: string;
}

class UserView {
  @ApiProperty({ example: 'usr_01kag0r4yqf8ktm3v9x2s5c7bn' })
  id!: string;
}

class OrganisationView {
  @ApiProperty({ example: 'org_01kag0r4yqf8ktm3v9x2s5c7bn' })
  id!: string;

  @ApiProperty()
  name!: string;
}

class WithheldView {
  @ApiProperty()
  scope!: string;

  @ApiProperty({ enum: ['plan', 'role', 'policy', 'tier', 'person'] })
  reason!: string;
}

class ConnectedProjectView {
  @ApiProperty({ example: 'prj_01kag0r4yqf8ktm3v9x2s5c7bn' })
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ type: OrganisationView })
  organisation!: OrganisationView;

  @ApiProperty({
    description:
      'What the person is in this project now; of a service, what the admin is who connected it.',
  })
  role!: string;

  @ApiProperty()
  plan!: string;

  @ApiProperty({ description: 'Scopes that work here now, separated by spaces.' })
  scope!: string;

  @ApiProperty({
    type: [WithheldView],
    description: 'What was asked for and does not work, and why.',
  })
  withheld!: WithheldView[];
}

/** Who calls, for whom, and what works where: the answer to `GET /v1/`. */
export class Account {
  @ApiProperty({ enum: ['oauth', 'service'], description: 'For a person, or in its own name.' })
  kind!: 'oauth' | 'service';

  @ApiProperty({ type: AppView })
  app!: AppView;

  @ApiProperty({ type: GrantView })
  grant!: GrantView;

  @ApiProperty({
    type: UserView,
    nullable: true,
    description: 'Null for a service: there is no person.',
  })
  user!: UserView | null;

  @ApiProperty({ type: [ConnectedProjectView], description: 'Empty while none is connected.' })
  projects!: ConnectedProjectView[];
}

export interface AccountMetadata {
  /** Scopes that work in at least one project, and those of the account. */
  readonly scopes: readonly string[];
}

export const ACCOUNT_METADATA = {
  type: 'object',
  required: ['scopes'],
  properties: { scopes: { type: 'array', items: { type: 'string' } } },
} as const;
