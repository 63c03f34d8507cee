/** `standard` for any app, `sensitive` with an owner's or admin's approval, `restricted` for reviewed apps only. */
export type Sensitivity = 'standard' | 'sensitive' | 'restricted';

/** The section of the consent page that lists a scope. */
export type ScopeArea = 'Project' | 'Contacts' | 'Data in' | 'Messages' | 'Settings' | 'Assistants';

export interface ScopeEntry {
  /** Short title, for lists. */
  readonly title: string;
  /** Completes "This app will be able to …". */
  readonly sentence: string;
  readonly sensitivity: Sensitivity;
  readonly area: ScopeArea;
}

export const entry = (
  area: ScopeArea,
  sensitivity: Sensitivity,
  title: string,
  sentence: string,
): ScopeEntry => ({ title, sentence, sensitivity, area });
