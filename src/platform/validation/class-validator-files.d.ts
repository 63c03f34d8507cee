/** Each file exports a part of what the index does. A name that is in another file stops the start. */
declare module 'class-validator/cjs/*' {
  // eslint-disable-next-line no-restricted-syntax -- one declaration for all files
  export * from 'class-validator';
}
