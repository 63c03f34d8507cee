/** The documentation: its navigation, the guide's text, and Swagger UI in the colours and type of our pages. */
export const DOCS_STYLE = `
.docs-nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; padding-bottom: 0.75rem; border-bottom: 1px solid var(--line); }
.docs-nav a[aria-current] { color: var(--ink); font-weight: 650; text-decoration: none; }

section:has(> .prose), .prose { min-width: 0; max-width: 100%; }
.prose > * + * { margin-top: 1rem; }
.prose > h3 { margin-top: 2rem; }
.prose ul, .prose ol { padding-left: 1.25rem; list-style: disc; }
.prose ol { list-style: decimal; }
.prose li + li { margin-top: 0.25rem; }
.prose pre { overflow-x: auto; padding: 0.875rem 1rem; border: 1px solid var(--line); border-radius: var(--radius); background: var(--sunken); }
.prose pre code { white-space: pre; overflow-wrap: normal; }
.prose .table-scroll { overflow-x: auto; }
.prose table { border-collapse: collapse; font-size: 0.9375rem; }
.prose th, .prose td { padding: 0.4375rem 0.75rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: normal; }
.prose th { white-space: nowrap; color: var(--ink-soft); }

.swagger-ui, .swagger-ui .opblock-tag, .swagger-ui .btn, .swagger-ui select, .swagger-ui label, .swagger-ui .tab li,
.swagger-ui .opblock .opblock-summary-description, .swagger-ui table thead tr td, .swagger-ui table thead tr th,
.swagger-ui .parameter__name, .swagger-ui .parameter__type, .swagger-ui .parameter__in, .swagger-ui .response-col_status,
.swagger-ui .response-col_links, .swagger-ui .opblock-description-wrapper p, .swagger-ui .opblock-section-header h4,
.swagger-ui .opblock-section-header label, .swagger-ui .model, .swagger-ui .model-title, .swagger-ui .renderedMarkdown p,
.swagger-ui .responses-inner h4, .swagger-ui .responses-inner h5, .swagger-ui .scopes h2, .swagger-ui .dialog-ux .modal-ux-content p,
.swagger-ui .dialog-ux .modal-ux-content h4, .swagger-ui .dialog-ux .modal-ux-header h3, .swagger-ui .json-schema-2020-12__title,
.swagger-ui .json-schema-2020-12-keyword__name, .swagger-ui .json-schema-2020-12-keyword__value {
  font-family: inherit;
  color: var(--ink);
}
.swagger-ui .parameter__in, .swagger-ui .parameter__type, .swagger-ui .response-col_links, .swagger-ui .response-control-media-type__accept-message,
.swagger-ui .json-schema-2020-12__attribute, .swagger-ui .json-schema-2020-12-keyword__value--secondary { color: var(--ink-soft); }
.swagger-ui .wrapper { padding: 0; max-width: none; }
.swagger-ui .scheme-container { margin: 0; padding: 0 0 1rem; background: none; box-shadow: none; }
.swagger-ui .auth-wrapper { justify-content: flex-start; }
.swagger-ui .auth-wrapper .authorize { margin-right: 0; }
.swagger-ui .opblock-tag { padding: 0.75rem 0; border-color: var(--line); font-size: 1.125rem; }
.swagger-ui .opblock, .swagger-ui .opblock.opblock-get, .swagger-ui .opblock.opblock-post, .swagger-ui .opblock.opblock-patch,
.swagger-ui .opblock.opblock-put, .swagger-ui .opblock.opblock-delete {
  margin: 0 0 0.5rem;
  border: 1px solid var(--line);
  border-radius: var(--radius);
  background: var(--surface);
  box-shadow: none;
}
.swagger-ui .opblock .opblock-summary, .swagger-ui .opblock.opblock-get .opblock-summary, .swagger-ui .opblock.opblock-post .opblock-summary { border-color: var(--line); }
.swagger-ui .opblock .opblock-section-header { background: var(--sunken); box-shadow: none; }
.swagger-ui .opblock .opblock-summary-method, .swagger-ui .opblock.opblock-get .opblock-summary-method, .swagger-ui .opblock.opblock-post .opblock-summary-method,
.swagger-ui .opblock.opblock-patch .opblock-summary-method, .swagger-ui .opblock.opblock-delete .opblock-summary-method {
  min-width: 4.5rem;
  border-radius: 6px;
  background: var(--accent-deep);
  color: #fff;
  text-shadow: none;
  font-family: inherit;
}
.swagger-ui .opblock.opblock-delete .opblock-summary-method { background: var(--danger-deep); }
.swagger-ui .opblock.opblock-get .opblock-summary-method { background: #3d4a63; }
.swagger-ui .opblock .opblock-summary-path { color: var(--ink); font-size: 0.875rem; }
.swagger-ui .btn { border: 1px solid var(--line-strong); border-radius: 8px; background: var(--surface); box-shadow: none; color: var(--ink); }
.swagger-ui .btn.authorize, .swagger-ui .btn.execute, .swagger-ui .btn.try-out__btn { border-color: var(--accent); color: var(--accent-deep); }
.swagger-ui .btn.execute { background: var(--accent); color: #fff; }
.swagger-ui .btn.authorize span { color: inherit; }
.swagger-ui .btn.authorize svg { fill: currentcolor; }
.swagger-ui .btn.cancel { border-color: var(--danger); color: var(--danger-deep); background: var(--surface); }
.swagger-ui .parameter__name.required::after, .swagger-ui .parameter__name.required span { color: var(--danger); }
.swagger-ui .tab li button.tablinks, .swagger-ui .markdown code, .swagger-ui .renderedMarkdown code { color: var(--ink); background: none; }
.swagger-ui .opblock.opblock-deprecated .opblock-summary-description { color: var(--ink-soft); }
.swagger-ui .scopes .checkbox p.description, .swagger-ui .auth-container .errors { color: var(--ink-soft); }
.swagger-ui :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.swagger-ui select { background-color: var(--surface); border: 1px solid var(--line-strong); box-shadow: none; }
.swagger-ui .response-control-media-type--accept-controller select { border-color: var(--line-strong); }
/* The boxes of scopes are boxes again, which the keyboard reaches. */
.swagger-ui .checkbox input[type='checkbox'] { display: inline-block; margin-right: 0.5rem; }
.swagger-ui .checkbox input[type='checkbox'] + label > .item { display: none; }
.swagger-ui .checkbox .text { display: inline-block; }
@media (max-width: 40rem) {
  .swagger-ui .opblock .opblock-summary { flex-wrap: wrap; }
  .swagger-ui .opblock-summary-path-description-wrapper { flex-basis: 100%; }
}
`;
