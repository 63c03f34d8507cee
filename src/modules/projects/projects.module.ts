import { Module } from '@nestjs/common';

/** Organisations, projects, plans and members. */
@Module({})
export class ProjectsModule {}
