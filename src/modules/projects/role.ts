/** What a person is in a project, from most to least. Developer and marketer are siblings. */
export const ROLES = ['owner', 'admin', 'developer', 'marketer', 'analyst', 'viewer'] as const;
export type Role = (typeof ROLES)[number];
