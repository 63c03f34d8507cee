import { Get } from '@nestjs/common';
import { CurrentPrincipal } from '../access/current-principal.decorator.js';
import { EntityResponse, Summary } from '../access/envelope.js';
import type { Principal } from '../access/principal.js';
import { ProductApi } from '../access/product-api.decorator.js';
import { RequireScope } from '../access/require-scope.decorator.js';
import { Project } from './project.dto.js';
import { ProjectService } from './project.service.js';

@ProductApi('', 'project')
export class ProjectController {
  constructor(private readonly project: ProjectService) {}

  @Get()
  @RequireScope('project:read')
  @Summary('The project')
  @EntityResponse(Project)
  async get(@CurrentPrincipal() { projectId }: Principal) {
    return { entity: await this.project.describe(projectId), metadata: {} };
  }
}
