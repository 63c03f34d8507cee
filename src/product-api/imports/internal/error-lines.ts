/** A row that was refused. */
interface RefusedRow {
  readonly rowNumber: number;
  readonly userId: string | null;
  readonly errors: Readonly<Record<string, readonly string[]>>;
}

/** What spreadsheets take for a formula at the start of a cell. */
const FORMULA = /^[=+\-@\t\r]/;

/** The text as a cell that no spreadsheet computes when the file is opened in one (E18). */
const neutral = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** NDJSON, of texts that came with the rows too. */
export const errorLines = (rows: readonly RefusedRow[]): string =>
  rows.map((row) => `${JSON.stringify(lineOf(row))}\n`).join('');

const lineOf = ({ rowNumber, userId, errors }: RefusedRow): object => ({
  row: rowNumber,
  _user_id: userId === null ? null : neutral(userId),
  errors: Object.fromEntries(
    Object.entries(errors).map(([name, messages]) => [neutral(name), messages.map(neutral)]),
  ),
});
