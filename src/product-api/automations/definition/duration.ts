const DURATION =
  /^P(?:(\d{1,4})W|(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?)$/;

const SECONDS = [604_800, 86_400, 3_600, 60, 1];

/**
 * Seconds of an ISO 8601 duration in weeks, or days, hours, minutes and seconds; null for any other text. Months and years have no
 * fixed length.
 */
export function secondsOf(text: string): number | null {
  const units = DURATION.exec(text)?.slice(1);
  if (!units || text.endsWith('T') || units.every((unit) => unit === undefined)) return null;
  return units.reduce((sum, unit, at) => sum + Number(unit ?? 0) * (SECONDS[at] ?? 0), 0);
}
