/** Paths of logos that this server has made and serves. */
const OWN = /^\/assets\/logos\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.png$/;

/** `id`: UUID of the logo. */
export const ownLogoPath = (id: string): string => `/assets/logos/${id}.png`;

export const isOwnLogo = (logoUri: string): boolean => OWN.test(logoUri);

/** The path of an app's logo that pages may show; null for none, and for URLs of others, which no page shows (A15). */
export const ownLogoOf = ({ logoUri }: { readonly logoUri: string | null }): string | null =>
  logoUri !== null && isOwnLogo(logoUri) ? logoUri : null;
