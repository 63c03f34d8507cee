/** A well-known name, and the redirect targets of its owner. */
export interface ReservedName {
  /** In lower case, without spaces. */
  readonly name: string;
  /** Hosts, with their subdomains. */
  readonly hosts: readonly string[];
  /** Private-use schemes. */
  readonly schemes?: readonly string[];
  /**
   * It has programs that use loopback redirect URIs. The recipient of such a response runs on the person's own computer
   * already, and the consent page warns of it.
   */
  readonly onDevice?: boolean;
}

const ANTHROPIC = { hosts: ['claude.ai', 'claude.com', 'anthropic.com'], schemes: ['claude'] };
const OPENAI = { hosts: ['chatgpt.com', 'openai.com'] };
const MICROSOFT = {
  hosts: ['vscode.dev', 'microsoft.com', 'github.com'],
  schemes: ['vscode', 'vscode-insiders'],
};

/** A self-registered app with such a name is shown under a neutral one, unless its redirect URI is the owner's. */
export const RESERVED_NAMES: readonly ReservedName[] = [
  { name: 'claude', ...ANTHROPIC, onDevice: true },
  { name: 'anthropic', ...ANTHROPIC, onDevice: true },
  { name: 'chatgpt', ...OPENAI },
  { name: 'openai', ...OPENAI, onDevice: true },
  { name: 'cursor', hosts: ['cursor.com', 'cursor.sh'], schemes: ['cursor'], onDevice: true },
  {
    name: 'windsurf',
    hosts: ['windsurf.com', 'codeium.com'],
    schemes: ['windsurf'],
    onDevice: true,
  },
  { name: 'vscode', ...MICROSOFT, onDevice: true },
  { name: 'visualstudiocode', ...MICROSOFT, onDevice: true },
  { name: 'copilot', ...MICROSOFT, onDevice: true },
  { name: 'gemini', hosts: ['google.com'], onDevice: true },
  { name: 'grok', hosts: ['grok.com', 'x.ai'] },
  { name: 'perplexity', hosts: ['perplexity.ai'] },
  { name: 'instasent', hosts: ['instasent.com'] },
  // The name of this server on its pages: no redirect URI can prove it.
  { name: 'connectedapps', hosts: [] },
  { name: 'connectedapp', hosts: [] },
];
