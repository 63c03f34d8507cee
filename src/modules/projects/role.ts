/** The role of a person in a project, from most to least. Neither of developer and marketer includes the other. */
export const ROLES = ['owner', 'admin', 'developer', 'marketer', 'analyst', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** Roles that run a project: they decide which apps and services may act in it. */
export const ADMINISTERING = ['owner', 'admin'] as const satisfies readonly Role[];

/** Roles that develop apps of the organisation of the project. */
export const DEVELOPING = [...ADMINISTERING, 'developer'] as const satisfies readonly Role[];

export const administers = (role: Role): boolean =>
  (ADMINISTERING as readonly Role[]).includes(role);

export const develops = (role: Role): boolean => (DEVELOPING as readonly Role[]).includes(role);
