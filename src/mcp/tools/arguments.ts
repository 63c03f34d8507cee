import { Text, Whole } from '../../product-api/wire/fields.js';

/** For tools that act in a project. */
export class ProjectInput {
  @Text({
    optional: true,
    max: 40,
    description: 'Id of the project, prj_…; may be left out while only one is connected.',
  })
  project?: string;
}

/** For tools that list something, a page at a time. */
export class PageInput extends ProjectInput {
  @Whole({ min: 1, max: 50, default: 20 })
  limit: number = 20;

  @Text({ optional: true, max: 2_000, description: 'next_cursor of the page before.' })
  cursor?: string;
}

export class PageOutput {
  @Text({ nullable: true, description: 'Null on the last page.' })
  next_cursor!: string | null;
}
