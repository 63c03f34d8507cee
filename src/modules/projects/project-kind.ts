/** `sandbox`: for developers who test an app. No message leaves the server, and faults can be simulated. */
export const PROJECT_KINDS = ['live', 'sandbox'] as const;
export type ProjectKind = (typeof PROJECT_KINDS)[number];
