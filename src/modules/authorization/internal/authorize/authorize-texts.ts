/** What the authorization endpoint says to people. */
export const authorizeTexts = {
  faultTitle: 'This app asked in a way that does not work',
  faultLead: (app: string) =>
    `Nothing was connected. ${app} sent a request with a fault in it; only its developer can mend that.`,
  returnTo: (place: string) => `Return to ${place}`,
};
