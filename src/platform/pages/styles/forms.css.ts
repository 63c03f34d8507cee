/** Buttons, fields, and the rows with a check box. */
export const forms = `
.button {
  display: inline-flex;
  align-items: center;
  justify-content: center;
  max-width: 100%;
  min-height: 2.75rem;
  padding: 0.5rem 1.125rem;
  border: 1px solid transparent;
  border-radius: var(--radius);
  background: var(--accent);
  color: var(--on-accent);
  font: inherit;
  font-weight: 600;
  line-height: 1.3;
  text-align: center;
  text-decoration: none;
  overflow-wrap: anywhere;
  cursor: pointer;
  transition: background-color 120ms, border-color 120ms;
}
.button:hover { background: var(--accent-deep); color: var(--on-accent); }
.button:focus-visible { border-radius: var(--radius); outline-offset: 3px; }
.button-secondary { background: var(--surface); border-color: var(--line-strong); color: var(--ink); }
.button-secondary:hover { background: var(--sunken); color: var(--ink); }
.button-danger { background: var(--danger); color: var(--on-danger); }
.button-danger:hover { background: var(--danger-deep); color: var(--on-danger); }
.button-danger:focus-visible { outline-color: var(--danger); }
.button-danger-quiet { background: var(--surface); border-color: var(--danger-line); color: var(--danger); }
.button-danger-quiet:hover { background: var(--danger-tint); border-color: var(--danger); color: var(--danger-deep); }
.button-danger-quiet:focus-visible { outline-color: var(--danger); }
.button-small { min-height: 2.25rem; padding: 0.25rem 0.75rem; font-size: 0.875rem; }
.button-full { width: 100%; }
.button-link {
  min-height: 2.25rem;
  padding: 0.25rem 0;
  background: none;
  color: var(--accent);
  font-size: inherit;
  font-weight: inherit;
  text-decoration: underline;
  text-decoration-thickness: 1px;
  text-underline-offset: 0.18em;
}
.button-link:hover { background: none; color: var(--accent-deep); text-decoration-thickness: 2px; }

.field { display: flex; flex-direction: column; gap: 0.375rem; }
.field label { font-weight: 600; font-size: 0.9375rem; }
.field input, .field select, .field textarea {
  width: 100%;
  min-height: 2.75rem;
  padding: 0.5rem 0.75rem;
  border: 1px solid var(--line-strong);
  border-radius: var(--radius);
  background: var(--surface);
  color: inherit;
  font: inherit;
}
.field input:focus-visible, .field select:focus-visible, .field textarea:focus-visible {
  outline: 2px solid var(--accent);
  outline-offset: 0;
  border-color: var(--accent);
  border-radius: var(--radius);
}
.field [aria-invalid='true'] { border-color: var(--danger); }
.field input[readonly] { background: var(--sunken); color: var(--ink-soft); }
.field-hint { color: var(--ink-soft); font-size: 0.875rem; }
.field-error { color: var(--danger); font-size: 0.875rem; font-weight: 600; white-space: pre-line; }

.group > legend { padding: 0; margin-bottom: 0.75rem; font-weight: 600; }
.choices { border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); overflow: hidden; }
.choice { border-top: 1px solid var(--line); }
.choice:first-of-type { border-top: 0; }
.choice > label { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: 0.125rem 0.75rem; align-items: start; padding: 0.8125rem 1rem; cursor: pointer; }
.choice > label:hover { background: var(--paper); }
.choice:has(input:focus-visible) { outline: 2px solid var(--accent); outline-offset: -2px; border-radius: var(--radius); }
.choice input { width: 1.125rem; height: 1.125rem; margin: 0.21875rem 0 0; accent-color: var(--accent); }
.choice input:focus-visible { outline: none; }
.choice-title { font-weight: 600; }
.choice-description { grid-column: 2; color: var(--ink-soft); font-size: 0.9375rem; }
.said { display: block; margin-top: 0.125rem; font-size: 0.875rem; }
.choice-aside { grid-column: 3; grid-row: 1; }
.choice-more { padding: 0 1rem 0.8125rem 2.875rem; }
.choice-more summary { cursor: pointer; color: var(--ink-soft); font-size: 0.9375rem; }
.choice-more .field { margin-top: 0.5rem; }
.choice-off > label, .choice-off > label:hover { cursor: default; background: var(--paper); }
.choice-off .choice-title { color: var(--ink-soft); }

.fold { border: 1px solid var(--line); border-radius: var(--radius); }
.fold > summary { padding: 0.8125rem 1rem; border-radius: var(--radius); font-weight: 600; cursor: pointer; }
.fold > summary:hover { background: var(--paper); }
.fold[open] > summary { border-radius: var(--radius) var(--radius) 0 0; }
.fold > .group > .choices { border-width: 1px 0 0; border-radius: 0 0 var(--radius) var(--radius); }
.fold > .group > legend { margin: 0; }
.fold-count, .fold-changed { color: var(--ink-soft); font-weight: 400; }
/* The count is that of the page as it was sent. */
.fold-changed, .fold:has(.choice input:checked:not([checked]), .choice input[checked]:not(:checked)) .fold-count { display: none; }
.fold:has(.choice input:checked:not([checked]), .choice input[checked]:not(:checked)) .fold-changed { display: inline; }

@media (max-width: 30rem) {
  .choice > label { grid-template-columns: auto minmax(0, 1fr); }
  .choice-aside { grid-column: 2; grid-row: auto; }
}
@media (prefers-reduced-motion: reduce) { .button { transition: none; } }
`;
