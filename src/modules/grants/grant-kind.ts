/** Whose a grant is: a person's who let an app in, or a service's that an admin let act in its own name. */
export type GrantKind = 'user' | 'service';
