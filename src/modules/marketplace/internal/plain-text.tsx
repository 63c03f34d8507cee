import type { VNode } from 'preact';

/** The text of others, in their language: isolated, and nothing in it is markup. */
export const Prose = ({ text, language }: { text: string; language: string }): VNode => (
  <div class="stack" lang={language}>
    {text
      .split(/\n\s*\n/)
      .map((block) => block.split('\n').filter((line) => line.trim() !== ''))
      .filter((lines) => lines.length > 0)
      .map((lines) =>
        lines.every(isItem) ? <Items lines={lines} /> : <Paragraph lines={lines} />,
      )}
  </div>
);

const isItem = (line: string): boolean => line.startsWith('- ');

const Paragraph = ({ lines }: { lines: readonly string[] }): VNode => (
  <p dir="auto">
    <bdi>{lines.join('\n')}</bdi>
  </p>
);

const Items = ({ lines }: { lines: readonly string[] }): VNode => (
  <ul class="bullets">
    {lines.map((line) => (
      <li dir="auto">
        <bdi>{line.slice(2)}</bdi>
      </li>
    ))}
  </ul>
);
