/** The plan of a project. On `free` no app can be connected. */
export const PLANS = ['free', 'pro', 'max'] as const;
export type Plan = (typeof PLANS)[number];
