import { Markup } from './html-text.js';

export const STYLE = new Markup(`
  :root { --ink: #1d2433; --soft: #5b6478; --line: #dfe3ea; --accent: #7a3e1d; --paper: #fdfbf7; }
  * { box-sizing: border-box; }
  body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
  header, main { max-width: 46rem; margin: 0 auto; padding: 1rem; }
  .brand { margin: 0; font-weight: 700; font-size: 1.2rem; color: var(--accent); }
  header .soft { margin: 0; }
  section { background: #fff; border: 1px solid var(--line); border-radius: 12px; padding: 1.25rem; margin-bottom: 1rem; }
  h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; }
  h2 { font-size: 1.2rem; margin: 0; }
  h3 { font-size: .95rem; margin: 1.25rem 0 .4rem; }
  a { color: var(--accent); }
  .soft { color: var(--soft); font-size: .9rem; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1rem; margin: 1rem 0; }
  dt { color: var(--soft); }
  dd { margin: 0; overflow-wrap: anywhere; }
  code { font-size: .85rem; overflow-wrap: anywhere; }
  .actions { margin: 1rem 0; display: flex; flex-wrap: wrap; gap: .5rem; }
  button, a.button { display: inline-block; color: inherit; text-decoration: none; font: inherit; padding: .55rem 1rem; border-radius: 8px; border: 1px solid var(--line); background: #fff; cursor: pointer; }
  button.primary { background: var(--accent); border-color: var(--accent); color: #fff; }
  button.danger { color: #a11; }
  .chips { list-style: none; display: flex; flex-wrap: wrap; gap: .35rem; padding: 0; margin: .5rem 0; }
  .chips li { background: #eef4ee; border-radius: 99px; padding: .1rem .7rem; font-size: .82rem; }
  .chips.withheld li { background: #f6eeee; color: var(--soft); }
  table { width: 100%; border-collapse: collapse; font-size: .92rem; }
  th { text-align: left; color: var(--soft); font-weight: 600; }
  th, td { padding: .35rem .5rem .35rem 0; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
  th:last-child, td:last-child { padding-right: 0; }
  .number { text-align: right; }
  .steps { padding-left: 1.4rem; margin: .5rem 0; font-size: .92rem; }
  .steps strong { overflow-wrap: anywhere; }
  .answer { background: #fff6f2; border: 1px solid #f0d5c8; border-radius: 8px; padding: .6rem .8rem; }
  .answer p { margin: .2rem 0 0; }
  .fault { color: #a11; }
  section > :last-child { margin-bottom: 0; }
  @media (max-width: 30rem) { table { font-size: .85rem; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
`);
