/** The marketplace: its search, and apps as tiles. Lists of texts. */
export const catalogue = `
.search { display: flex; flex-wrap: wrap; align-items: flex-end; gap: 0.75rem 1rem; }
.search .field { flex: 1 1 14rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); gap: 1rem; padding: 0; margin: 0; list-style: none; }
.tile { display: flex; flex-direction: column; gap: 0.75rem; overflow-wrap: anywhere; }
.tile > a { margin-top: auto; }
.steps { padding-left: 1.5rem; }
.steps > li + li { margin-top: 0.375rem; }
`;
