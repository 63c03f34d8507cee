/** Seconds in which a code must be redeemed (OAuth 2.1 §4.1.2), and in which a decision can be repeated. */
export const CODE_LIFE_SECONDS = 60;
