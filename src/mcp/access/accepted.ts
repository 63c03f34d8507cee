/** How much somebody wants a media type: 0 is not at all, 1 the most (RFC 9110 §12.4.2). */
type Quality = number;

/** What may come back of a message: one JSON document, or the same in an event of a stream. */
export type AnswerKind = 'json' | 'stream';

interface MediaRange {
  readonly type: string;
  readonly quality: Quality;
}

const JSON_TYPE = 'application/json';
const STREAM_TYPE = 'text/event-stream';

/** A list may hold commas between quotes. Every character is looked at once. */
const RANGES = /(?:[^,"]|"(?:\\.|[^"\\])*"?)+/gs;
const QUALITY = /^q=([01](?:\.\d{0,3})?)$/;

/**
 * What to answer with, by `Accept` (RFC 9110 §12.5.1): JSON, unless a stream is wanted by its name and JSON is not wanted
 * more. Null: neither will do. No header is no wish.
 */
export function answerKindFor(accept = ''): AnswerKind | null {
  const ranges = (accept.match(RANGES) ?? []).map(readRange).filter(({ type }) => type !== '');
  if (ranges.length === 0) return 'json';
  const [json, stream] = [qualityOf(JSON_TYPE, ranges), qualityOf(STREAM_TYPE, ranges)];
  if (Math.max(json, stream) === 0) return null;
  if (stream !== json) return stream > json ? 'stream' : 'json';
  return ranges.some(({ type }) => type === STREAM_TYPE) ? 'stream' : 'json';
}

/** Of a type's parameters only its quality counts: what we send has a charset or none. */
function readRange(text: string): MediaRange {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const [, quality = '1'] = parameters.map((each) => QUALITY.exec(each)).find(Boolean) ?? [];
  return { type, quality: Number(quality) };
}

/** By the range that says most precisely what it means. */
function qualityOf(type: string, ranges: readonly MediaRange[]): Quality {
  const wider = `${type.slice(0, type.indexOf('/'))}/*`;
  for (const range of [type, wider, '*/*']) {
    const found = ranges.filter((each) => each.type === range);
    if (found.length > 0) return Math.max(...found.map(({ quality }) => quality));
  }
  return 0;
}
