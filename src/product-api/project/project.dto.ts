import { ApiProperty } from '@nestjs/swagger';
import { PLANS, type Plan } from '../../modules/projects/plan.js';

class ProjectOrganisation {
  @ApiProperty({ example: 'org_01kag0r4yqf8ktm3v9x2s5c7bn' })
  id!: string;

  @ApiProperty()
  name!: string;
}

/** A project on the wire. */
export class Project {
  @ApiProperty({ example: 'prj_01kag0r4yqf8ktm3v9x2s5c7bn' })
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ type: ProjectOrganisation })
  organisation!: ProjectOrganisation;

  @ApiProperty({ enum: PLANS })
  plan!: Plan;

  @ApiProperty({ description: 'BCP 47.', example: 'es' })
  locale!: string;

  @ApiProperty({ description: 'IANA name.', example: 'Europe/Madrid' })
  timezone!: string;

  @ApiProperty({ description: 'ISO 3166-1 alpha-2.', example: 'ES' })
  defaultCountry!: string;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;
}
