/** Colours, in light and in dark from the same names; type and elements. `colours.spec` computes the contrasts. */
export const base = `
:root {
  color-scheme: light dark;
  --paper: #f7f7f4;
  --surface: #ffffff;
  --sunken: #f1f1ec;
  --line: #e2e2da;
  --line-strong: #82857e;
  --ink: #1b1f1d;
  --ink-soft: #5b615d;
  --accent: #17635a;
  --accent-deep: #0f4b44;
  --accent-tint: #e6f1ee;
  --on-accent: #ffffff;
  --danger: #a32b22;
  --danger-deep: #7f1f18;
  --danger-tint: #fbecea;
  --danger-line: #d9aaa6;
  --on-danger: #ffffff;
  --caution: #7a5200;
  --caution-tint: #fdf3dc;
  --radius: 10px;
  --shadow: 0 1px 2px rgb(27 31 29 / 5%), 0 8px 24px -12px rgb(27 31 29 / 12%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #131614;
    --surface: #1b1f1d;
    --sunken: #242926;
    --line: #333a36;
    --line-strong: #7d857f;
    --ink: #eceeea;
    --ink-soft: #a9b0aa;
    --accent: #7fcfbf;
    --accent-deep: #a5e0d4;
    --accent-tint: #1d332e;
    --on-accent: #0c1f1b;
    --danger: #f2a49c;
    --danger-deep: #f7c2bc;
    --danger-tint: #3a211f;
    --danger-line: #7d4b46;
    --on-danger: #2b0d0a;
    --caution: #f0c675;
    --caution-tint: #352a17;
    --shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 8px 24px -12px rgb(0 0 0 / 50%);
  }
}

*, *::before, *::after { box-sizing: border-box; }

html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }

body {
  margin: 0;
  min-height: 100vh;
  display: flex;
  flex-direction: column;
  background: var(--paper);
  color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
  overflow-wrap: break-word;
}

h1, h2, h3 { margin: 0; line-height: 1.25; font-weight: 650; letter-spacing: -0.012em; text-wrap: balance; }
h1 { font-size: 1.625rem; }
h2 { font-size: 1.125rem; }
h3 { font-size: 1rem; letter-spacing: 0; }
p { margin: 0; max-width: 65ch; text-wrap: pretty; }
ul, ol, dl, dd, fieldset { margin: 0; padding: 0; border: 0; min-width: 0; }
ul { list-style: none; }
ol { padding-left: 1.375rem; }
pre { margin: 0; padding: 0.875rem 1rem; border-radius: var(--radius); background: var(--sunken); font: 0.875rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-x: auto; }
code { font: 0.875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
svg { display: block; }

a { color: var(--accent); text-underline-offset: 0.18em; text-decoration-thickness: 1px; }
a:hover { color: var(--accent-deep); text-decoration-thickness: 2px; }

:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }

.soft { color: var(--ink-soft); }
.small { font-size: 0.875rem; }

.out-of-sight {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
`;
