/** Seconds for which a carrier may try: the least that may be asked for, and the most, which is the default. */
export const LEAST_VALID_SECONDS = 60;
export const MOST_VALID_SECONDS = 172_800;
