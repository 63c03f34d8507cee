/** What the person at the terminal can mend: told in a sentence, without a stack. */
export class Complaint extends Error {}
