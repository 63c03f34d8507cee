/** Which apps members may connect to a project: any, only verified ones, none. */
export const APP_POLICIES = ['open', 'verified-only', 'closed'] as const;
export type AppPolicy = (typeof APP_POLICIES)[number];
