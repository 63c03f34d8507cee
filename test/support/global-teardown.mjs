import './typescript-hooks.mjs';

export default async function tearDown() {
  const { tearDownDatabase } = await import('./prepare-database.ts');
  await tearDownDatabase();
}
