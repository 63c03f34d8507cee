/** Badges, notices, lists of facts, rows with a state, and tables that become cards on phones. */
export const parts = `
.badge {
  display: inline-flex;
  align-items: center;
  gap: 0.375rem;
  padding: 0.125rem 0.625rem;
  border-radius: 999px;
  background: var(--sunken);
  color: var(--ink-soft);
  font-size: 0.8125rem;
  font-weight: 600;
  line-height: 1.5;
  text-align: left;
}
.table .badge, .table .button { white-space: nowrap; }
.badge-granted, .badge-verified { background: var(--accent-tint); color: var(--accent-deep); }

.badge-caution { background: var(--caution-tint); color: var(--caution); }
.badge-danger { background: var(--danger-tint); color: var(--danger-deep); }
.badge-mark { font-weight: 700; }
.marks { display: flex; flex-wrap: wrap; align-items: center; gap: 0.375rem; margin-top: 0.375rem; }
.choice-aside .marks { margin-top: 0; }

.tabs { display: flex; flex-wrap: wrap; gap: 0 1.25rem; border-bottom: 1px solid var(--line); }
.tabs a { padding: 0.5rem 0; border-bottom: 2px solid transparent; color: var(--ink-soft); font-size: 0.9375rem; text-decoration: none; }
.tabs a:hover { color: var(--ink); border-bottom-color: var(--line-strong); }
.tabs [aria-current='page'] { color: var(--ink); font-weight: 600; border-bottom-color: var(--accent); }

.notice { padding: 0.8125rem 1rem; border: 1px solid var(--line); border-left: 4px solid var(--ink-soft); border-radius: var(--radius); background: var(--surface); }
.notice > strong { display: block; }
.notice-success { border-left-color: var(--accent); background: var(--accent-tint); }
.notice-warning { border-left-color: var(--caution); background: var(--caution-tint); }
.notice-error { border-left-color: var(--danger); background: var(--danger-tint); }

.bullets { list-style: disc; padding-left: 1.25rem; }
.snippet summary { cursor: pointer; font-weight: 600; }
.snippet pre { margin: 0.5rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; }

.facts { display: grid; grid-template-columns: minmax(8rem, max-content) minmax(0, 1fr); gap: 0.5rem 1.5rem; }
.facts > div { display: contents; }
.facts dt { color: var(--ink-soft); }
.facts dd { overflow-wrap: anywhere; }

.rows > li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0.125rem 1rem; align-items: start; padding: 0.6875rem 0; border-top: 1px solid var(--line); }
.rows > li:first-child { border-top: 0; padding-top: 0; }
.rows > li:last-child { padding-bottom: 0; }
.row-title { font-weight: 600; }
.row-text { grid-column: 1; color: var(--ink-soft); font-size: 0.9375rem; }
.row-aside { grid-column: 2; grid-row: 1 / span 2; text-align: right; }
.row-off .row-title { color: var(--ink-soft); font-weight: 500; }

.sheet { background: var(--surface); border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--shadow); overflow-x: auto; }
.table { width: 100%; border-collapse: collapse; text-align: left; font-size: 0.9375rem; }
.table th { padding: 0.75rem 1rem; background: var(--sunken); color: var(--ink-soft); font-size: 0.8125rem; font-weight: 600; }
.table td { padding: 0.875rem 1rem; border-top: 1px solid var(--line); vertical-align: top; }
.table td:last-child, .table th:last-child { padding-right: 1.25rem; }
.table td:first-child, .table th:first-child { padding-left: 1.25rem; }

.empty { padding: 2.5rem 1.5rem; text-align: center; color: var(--ink-soft); }
.empty p { margin: 0.375rem auto 0; }
.reference { color: var(--ink-soft); font-size: 0.875rem; }
.reference code { overflow-wrap: anywhere; }
.links > li { border-top: 1px solid var(--line); padding: 0.875rem 0; }
.links > li:first-child { border-top: 0; padding-top: 0; }
.links > li:last-child { padding-bottom: 0; }
.links a { font-weight: 600; }

@media (max-width: 56rem) {
  .table thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .table, .table tbody, .table tr, .table td { display: block; }
  .table thead th { display: block; width: 1px; padding: 0; overflow: hidden; }
  .table tr { padding: 0.875rem 1.125rem; border-top: 1px solid var(--line); }
  .table tbody tr:first-child { border-top: 0; }
  .table td, .table td:first-child, .table td:last-child { padding: 0.1875rem 0; border: 0; }
  .table td:not([data-label]) + td, .table td + td:not([data-label]) { padding-top: 0.75rem; }
  .table td { overflow-wrap: anywhere; }
  .table td[data-label] { display: grid; grid-template-columns: 8rem minmax(0, 1fr); gap: 0.75rem; }
  .table td[data-label]::before { content: attr(data-label); color: var(--ink-soft); font-size: 0.875rem; }
}
@media (max-width: 30rem) {
  .facts { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .facts dd { margin-bottom: 0.625rem; }
  .facts > div:last-child dd { margin-bottom: 0; }
  .rows > li { grid-template-columns: minmax(0, 1fr); }
  .row-aside { grid-column: 1; grid-row: auto; text-align: left; margin-top: 0.25rem; }
}
@media (forced-colors: active) { .badge, .notice, .avatar { border: 1px solid; } }
`;
