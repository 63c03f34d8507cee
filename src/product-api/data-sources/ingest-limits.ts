/** What one call of a stream may bring. */
export const LIMITS = {
  /** Items of a batch. */
  itemsLimit: 100,
  /** The same with `_sync`. */
  syncItemsLimit: 10,
  /** Of the parameters of one event, as JSON. */
  parametersBytesLimit: 32_768,
} as const;
