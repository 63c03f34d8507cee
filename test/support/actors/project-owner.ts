import type { TestApp } from '../test-app.js';
import { Customer } from './customer.js';
import { ProjectAdmin, type TestProject } from './project-admin.js';

/** Somebody with a project of their own: where a story begins that is about something else. */
export async function projectOwner(
  server: TestApp,
  projectName: string,
  name?: string,
): Promise<{ customer: Customer; project: TestProject }> {
  const admin = await ProjectAdmin.of(server);
  const project = await admin.createProject(projectName);
  const customer = await Customer.join(server, name);
  await admin.addMember(project, customer.user, 'owner');
  return { customer, project };
}
