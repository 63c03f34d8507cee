import { readFileSync } from 'node:fs';

/**
 * A step of the guide, in order: `run` a shell block, an action in the `browser`, a check of the last block's `output`,
 * or a whole `file` of the examples.
 */
export interface GuideStep {
  readonly kind: 'run' | 'browser' | 'output' | 'file';
  readonly line: number;
  readonly text: string;
  /** Of an output: `json`, `http` or `text`. Of a file: its path. */
  readonly label: string;
}

/** All steps. @throws for a block without a known check */
export function readSteps(path: string): GuideStep[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  const steps: GuideStep[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const step = { line: at + 1, text: '', label: '' };
    if (line.startsWith('> **In the browser:**')) {
      const end = findEnd(lines, at, (each) => !each.startsWith('>'));
      const words = lines.slice(at, end).map((each) => each.replace(/^> ?/, ''));
      steps.push({ ...step, kind: 'browser', text: words.join(' ') });
      at = end;
    } else if (/^\s*(```|~~~)|^(?: {4}|\t)/.test(line)) {
      const end = findEnd(lines, at + 1, (each) => each === '```');
      const text = lines
        .slice(at + 1, end)
        .map((each) => `${each}\n`)
        .join('');
      steps.push({ ...step, text, ...meaningOf(line, at + 1) });
      at = end;
    }
  }
  return steps;
}

function findEnd(lines: readonly string[], from: number, isEnd: (line: string) => boolean): number {
  const end = lines.findIndex((line, index) => index >= from && isEnd(line));
  if (end === -1) throw new Error(`What begins in line ${String(from)} does not end.`);
  return end;
}

/** The info string after the three backticks, and the kind of block it means. */
const FENCES: readonly (readonly [RegExp, GuideStep['kind']])[] = [
  [/^sh()$/, 'run'],
  [/^(json|http|text)$/, 'output'],
  [/^(?:js|json) (\S+)$/, 'file'],
];

function meaningOf(fence: string, line: number): Pick<GuideStep, 'kind' | 'label'> {
  for (const [pattern, kind] of FENCES) {
    const label = pattern.exec(fence.replace(/^```/, ''))?.[1];
    if (label !== undefined) return { kind, label };
  }
  throw new Error(`Nobody would run or compare the block "${fence}" in line ${String(line)}.`);
}
