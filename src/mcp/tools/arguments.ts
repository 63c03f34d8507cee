import { z } from 'zod';

/** For tools that act in a project. */
export const projectArgument = z
  .string()
  .max(40)
  .optional()
  .describe('Id of the project, prj_…; may be left out while only one is connected.');

export const cursorArgument = z
  .string()
  .max(2000)
  .optional()
  .describe('next_cursor of the page before.');

export const organisation = z.object({ id: z.string(), name: z.string() });
