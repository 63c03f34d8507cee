import { CURES, OTHER_CURE } from '../log/log-texts.js';
import { lackingIn, tokensIn } from './issued-answer.js';
import type { Exchange } from './run-flow.js';
import { CALL_AFTER_NOTES, lackText, MEMBER_TEXTS, STEP_NOTES } from './transcript-texts.js';

/** What a developer should see in an exchange, in sentences. `asked`: the scopes of the request. */
export function notesOn(exchange: Exchange, asked: string): string[] {
  const { step, answer } = exchange;
  if (step === 'token' || step === 'refresh') return notesOnTokens(exchange, asked);
  if (step === 'call_after') {
    return [answer.status === 401 ? CALL_AFTER_NOTES.refused : CALL_AFTER_NOTES.other];
  }
  if (answer.status >= 400) return [cureOf(exchange)];
  return [STEP_NOTES[step] ?? []].flat();
}

function notesOnTokens(exchange: Exchange, asked: string): string[] {
  const { step, answer } = exchange;
  const issued = tokensIn(answer);
  if (!issued) return [cureOf(exchange)];
  if (step === 'refresh') return [STEP_NOTES.refresh ?? []].flat();
  const { expires_in: seconds, id_token: idToken } = answer.body as TokenFacts;
  const lacking = lackingIn(answer, asked);
  return [
    MEMBER_TEXTS.expires_in(seconds),
    MEMBER_TEXTS.scope,
    ...lacking.map(({ scope, reasons }) => lackText(scope, reasons)),
    ...(lacking.length === 0 ? [MEMBER_TEXTS.all] : []),
    MEMBER_TEXTS.projects,
    ...(idToken === undefined ? [] : [MEMBER_TEXTS.id_token]),
    ...(issued.refreshToken === null ? [MEMBER_TEXTS.noRefresh] : []),
  ];
}

interface TokenFacts {
  readonly expires_in: number;
  readonly id_token?: string;
}

function cureOf({ answer: { body } }: Exchange): string {
  const { error, code } = (body ?? {}) as { readonly error?: string; readonly code?: string };
  return CURES[error ?? code ?? ''] ?? OTHER_CURE;
}
