/** The role of a person in a project, from most to least. Neither of developer and marketer includes the other. */
export const ROLES = ['owner', 'admin', 'developer', 'marketer', 'analyst', 'viewer'] as const;
export type Role = (typeof ROLES)[number];
