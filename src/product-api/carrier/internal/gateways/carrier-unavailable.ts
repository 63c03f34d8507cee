/** The carrier took nothing of a submission: it may be tried again. */
export class CarrierUnavailable extends Error {
  constructor(readonly code: string) {
    super(`The carrier is not available: ${code}.`);
  }
}
