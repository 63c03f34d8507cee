/** The quality value of a media type: 0 is "not acceptable" (RFC 9110 §12.4.2). */
type Quality = number;

/** The format of a response: one JSON document, or the same as an event of a stream. */
export type AnswerKind = 'json' | 'stream';

interface MediaRange {
  readonly type: string;
  readonly quality: Quality;
}

const JSON_TYPE = 'application/json';
const STREAM_TYPE = 'text/event-stream';

/** A list may have commas in quoted strings. The expression is linear in the length. */
const RANGES = /(?:[^,"]|"(?:\\.|[^"\\])*"?)+/gs;
const QUALITY = /^q=([01](?:\.\d{0,3})?)$/;

/**
 * The format of the response by `Accept` (RFC 9110 §12.5.1): JSON, unless a stream is preferred by name. Null: neither
 * is acceptable. Without the header anything is.
 */
export function answerKindFor(accept = ''): AnswerKind | null {
  const ranges = (accept.match(RANGES) ?? []).map(readRange).filter(({ type }) => type !== '');
  if (ranges.length === 0) return 'json';
  const [json, stream] = [qualityOf(JSON_TYPE, ranges), qualityOf(STREAM_TYPE, ranges)];
  if (Math.max(json, stream) === 0) return null;
  if (stream !== json) return stream > json ? 'stream' : 'json';
  return ranges.some(({ type }) => type === STREAM_TYPE) ? 'stream' : 'json';
}

/** Only the quality of a range is used: the responses have a charset or no parameter. */
function readRange(text: string): MediaRange {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const [, quality = '1'] = parameters.map((each) => QUALITY.exec(each)).find(Boolean) ?? [];
  return { type, quality: Number(quality) };
}

/** By the most specific range that matches. */
function qualityOf(type: string, ranges: readonly MediaRange[]): Quality {
  const wider = `${type.slice(0, type.indexOf('/'))}/*`;
  for (const range of [type, wider, '*/*']) {
    const found = ranges.filter((each) => each.type === range);
    if (found.length > 0) return Math.max(...found.map(({ quality }) => quality));
  }
  return 0;
}
