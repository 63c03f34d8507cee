/** The frame of a page, and the spacing of its elements. */
export const layout = `
.skip {
  position: absolute;
  left: 1rem;
  top: -4rem;
  padding: 0.5rem 1rem;
  background: var(--surface);
  border-radius: var(--radius);
}
.skip:focus { top: 0.75rem; z-index: 1; }

.masthead { background: var(--surface); border-bottom: 1px solid var(--line); }
.masthead-inner {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 0.375rem 1.25rem;
  max-width: 62rem;
  min-height: 3.5rem;
  margin: 0 auto;
  padding: 0.5rem 1.25rem;
}
.brand {
  display: inline-flex;
  align-items: center;
  gap: 0.625rem;
  color: var(--ink);
  font-weight: 650;
  letter-spacing: -0.01em;
  text-decoration: none;
}
.brand:hover { color: var(--accent-deep); }
.brand svg { width: 1.5rem; height: 1.5rem; }
.brand rect { fill: var(--accent); }
.brand g { stroke: var(--on-accent); }
.places { display: flex; flex-wrap: wrap; gap: 0 1.125rem; margin-right: auto; font-size: 0.9375rem; }
.places a { padding: 0.375rem 0; color: var(--ink-soft); text-decoration: none; }
.places a:hover { color: var(--ink); text-decoration: underline; }
.places [aria-current] { color: var(--ink); font-weight: 600; }
.person { margin-left: auto; display: flex; flex-wrap: wrap; align-items: center; gap: 0 1rem; font-size: 0.875rem; color: var(--ink-soft); min-width: 0; }
.person span { overflow-wrap: anywhere; }

.main { flex: 1; width: 100%; max-width: 44rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
.main-narrow { max-width: 27.5rem; padding-top: clamp(2rem, 8vh, 5rem); }
.main-wide { max-width: 62rem; }

.footing { padding: 1.25rem; color: var(--ink-soft); font-size: 0.8125rem; text-align: center; }

.stack { display: flex; flex-direction: column; gap: 1.25rem; }
.stack-tight { gap: 0.5rem; }
.stack-loose { gap: 2rem; }
.heading { display: flex; flex-direction: column; gap: 0.375rem; }
.actions { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: center; }
.actions-end { justify-content: flex-end; }

.card { background: var(--surface); border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--shadow); padding: 1.5rem; }
.card > .card-heading { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 0.75rem; margin-bottom: 1rem; }
.card-heading > :first-child { margin-right: auto; }

.identity { display: flex; align-items: center; gap: 0.875rem; min-width: 0; }
.identity > div { min-width: 0; }
.avatar {
  flex: none;
  display: grid;
  place-items: center;
  width: 2.75rem;
  height: 2.75rem;
  border-radius: 12px;
  background: var(--accent-tint);
  color: var(--accent-deep);
  font-size: 1.125rem;
  font-weight: 650;
}

@media (max-width: 48rem) { .places { order: 1; width: 100%; } .brand { margin-right: auto; } }
@media (max-width: 30rem) {
  .main { padding: 1.5rem 1rem 3rem; }
  .masthead-inner { padding: 0.5rem 1rem; }
  .card { padding: 1.125rem; }
  .actions > .button, .actions > form, .actions > form > .button { width: 100%; }
}
`;
