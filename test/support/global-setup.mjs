import './typescript-hooks.mjs';

export default async function setUp() {
  const { setUpDatabase } = await import('./prepare-database.ts');
  await setUpDatabase();
}
