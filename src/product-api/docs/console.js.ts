/**
 * Starts Swagger UI. In TypeScript so that the build has no other kind of file to copy. What it renders gets the levels
 * of headings, names and focus that screen readers and keyboards need.
 */
export const CONSOLE_SCRIPT = `
const element = document.getElementById('console');

const mend = () => {
  for (const heading of element.querySelectorAll('h3.opblock-tag:not([aria-level])')) {
    heading.setAttribute('role', 'heading');
    heading.setAttribute('aria-level', '2');
  }
  for (const heading of element.querySelectorAll('.opblock h4:not([aria-level])')) {
    heading.setAttribute('role', 'heading');
    heading.setAttribute('aria-level', '3');
  }
  for (const select of element.querySelectorAll('select:not([aria-label])')) {
    select.setAttribute('aria-label', 'Choice');
  }
  for (const block of element.querySelectorAll('pre:not([tabindex]), .table-container:not([tabindex])')) {
    block.setAttribute('tabindex', '0');
  }
};
new MutationObserver(mend).observe(element, { childList: true, subtree: true });

// The page has a heading and a main landmark already: of Swagger UI's own layout only what is needed.
const ConsolePlugin = ({ React }) => ({
  components: {
    ConsoleLayout: ({ getComponent, specSelectors }) => {
      const part = (name, container) => React.createElement(getComponent(name, container));
      const state = specSelectors.loadingStatus();
      if (state === 'loading') return React.createElement('p', null, 'Reading the document …');
      if (state !== 'success') return React.createElement('p', { role: 'alert' }, 'openapi.json cannot be read.');
      return React.createElement(
        'div',
        { className: 'swagger-ui' },
        part('SvgAssets'),
        React.createElement('div', { className: 'scheme-container' }, part('AuthorizeBtnContainer', true)),
        part('operations', true),
      );
    },
  },
});

const ui = SwaggerUIBundle({
  url: '/openapi.json',
  domNode: element,
  presets: [SwaggerUIBundle.presets.apis],
  plugins: [ConsolePlugin],
  layout: 'ConsoleLayout',
  docExpansion: 'list',
  defaultModelsExpandDepth: -1,
  displayRequestDuration: true,
  validatorUrl: null,
  syntaxHighlight: false,
  oauth2RedirectUrl: location.origin + '/docs/oauth2-redirect.html',
});
ui.initOAuth({
  clientId: element.dataset.clientId,
  usePkceWithAuthorizationCodeGrant: true,
  scopeSeparator: ' ',
});
`;
