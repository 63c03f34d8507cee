/** Characters kept of each text. */
const LONGEST = 200;

/**
 * One line about a page for the message of a failed test: status, heading, alerts, and disabled choices with the
 * reason.
 */
export function summaryOf({ status, html }: { status: number; html: string }): string {
  const parts: [string, string[]][] = [
    ['heading', textsOf(html, /<h1\b[^>]*>(.*?)<\/h1>/gs)],
    ['alert', textsOf(html, /<div\b[^>]*role="alert"[^>]*>(.*?)<\/div>/gs)],
    ['disabled', textsOf(html, /<li class="choice choice-off">(.*?)<\/li>/gs)],
  ];
  const told = parts
    .filter(([, texts]) => texts.length > 0)
    .map(([name, texts]) => `${name} ${texts.map((text) => JSON.stringify(text)).join(', ')}`);
  return [String(status), ...told].join('; ');
}

const textsOf = (html: string, pattern: RegExp): string[] =>
  [...html.matchAll(pattern)].map(([, inner = '']) => plain(inner).slice(0, LONGEST));

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };

/** Text without markup, on one line. */
const plain = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => ENTITIES[name] ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim();
