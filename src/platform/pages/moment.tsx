import type { VNode } from 'preact';

/** To the minute, in UTC. */
export const momentText = (at: Date): string => {
  const iso = at.toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;
};

/** The same, with a machine-readable `datetime`. */
export const Moment = ({ at }: { readonly at: Date }): VNode => (
  <time dateTime={at.toISOString()}>{`${momentText(at)} UTC`}</time>
);

/** The same, or these words without a moment. */
export const momentOr = (at: Date | null, otherwise: string): VNode | string =>
  at ? <Moment at={at} /> : otherwise;
