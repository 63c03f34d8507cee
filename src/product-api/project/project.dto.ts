import { PLANS, type Plan } from '../../modules/projects/plan.js';
import { PROJECT_KINDS, type ProjectKind } from '../../modules/projects/project-kind.js';
import { Moment, Nested, OneOf, Text, WireId } from '../wire/fields.js';

class ProjectOrganisation {
  @WireId('org') id!: string;
  @Text() name!: string;
}

class NamedProject {
  @WireId('prj') id!: string;
  @Text() name!: string;
  @Nested(ProjectOrganisation) organisation!: ProjectOrganisation;
  @OneOf(PROJECT_KINDS, {
    description:
      '`sandbox`: for tests of apps. No message leaves this server, and none is charged.',
  })
  kind!: ProjectKind;
}

/** A project on the wire. */
export class Project extends NamedProject {
  @WireId('prj', { from: 'id' }) uid!: string;
  @OneOf(PLANS) plan!: Plan;
  @Text({ description: 'BCP 47.', example: 'es' }) locale!: string;
  @Text({ description: 'IANA name.', example: 'Europe/Madrid' }) timezone!: string;
  @Text({ description: 'ISO 3166-1 alpha-2.', example: 'ES' }) defaultCountry!: string;
  @Moment() createdAt!: string;
}

/** A project that the grant includes. */
export class ConnectedProject extends NamedProject {
  @Text({
    description:
      'What the person is in this project now; of a service, what the admin is who connected it.',
  })
  role!: string;
  @Text() plan!: string;
}
