/** The characters allowed in `error_description`, in a body and in a header (RFC 6749 §5.2, RFC 6750 §3). */
export const printable = (text: string): string =>
  text.replaceAll(/[^\x20-\x21\x23-\x5B\x5D-\x7E]/g, '?');
