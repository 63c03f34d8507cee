/** Which apps a project lets in: any, only verified ones, none. */
export const APP_POLICIES = ['open', 'verified-only', 'closed'] as const;
export type AppPolicy = (typeof APP_POLICIES)[number];
