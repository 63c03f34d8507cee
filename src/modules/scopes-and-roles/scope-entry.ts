/** `standard` for any app, `sensitive` with an owner's or admin's approval, `restricted` for reviewed apps only. */
export type Sensitivity = 'standard' | 'sensitive' | 'restricted';

/** The section of the consent page that lists a scope. */
export type ScopeArea = 'Project' | 'Contacts' | 'Data in' | 'Messages' | 'Settings' | 'Assistants';

export interface ScopeEntry {
  /** Short title, for lists. */
  readonly title: string;
  /** Completes "This app will be able to …". */
  readonly sentence: string;
  /** Null: no app may have it. It is for API tokens only, and no request, consent or metadata of OAuth names it. */
  readonly sensitivity: Sensitivity | null;
  readonly area: ScopeArea;
}

export const entry = <const Class extends Sensitivity | null>(
  area: ScopeArea,
  sensitivity: Class,
  title: string,
  sentence: string,
): ScopeEntry & { readonly sensitivity: Class } => ({ title, sentence, sensitivity, area });
