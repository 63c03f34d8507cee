/** What somebody asks for by SMS. */
export type Keyword = 'stop' | 'start' | 'help';

type Language = 'en' | 'es' | 'fr';

const KEYWORDS: Readonly<
  Record<string, { readonly keyword: Keyword; readonly language: Language }>
> = {
  ...{
    STOP: { keyword: 'stop', language: 'en' },
    UNSUBSCRIBE: { keyword: 'stop', language: 'en' },
  },
  ...{ BAJA: { keyword: 'stop', language: 'es' }, ALTO: { keyword: 'stop', language: 'es' } },
  ...{ ARRET: { keyword: 'stop', language: 'fr' } },
  ...{ START: { keyword: 'start', language: 'en' }, ALTA: { keyword: 'start', language: 'es' } },
  ...{ HELP: { keyword: 'help', language: 'en' }, AYUDA: { keyword: 'help', language: 'es' } },
};

/** Short, and in characters of GSM-7. */
const ANSWERS: Readonly<Record<Keyword, Readonly<Record<Language, string>>>> = {
  stop: {
    en: 'You get no more messages from us. Reply START to get them again.',
    es: 'No recibirá más mensajes. Responda ALTA para volver a recibirlos.',
    fr: 'Vous ne recevrez plus de messages. Répondez START pour en recevoir à nouveau.',
  },
  start: {
    en: 'You get messages from us again. Reply STOP to get no more.',
    es: 'Vuelve a recibir nuestros mensajes. Responda BAJA para no recibir más.',
    fr: 'Vous recevez à nouveau nos messages. Répondez ARRET pour ne plus en recevoir.',
  },
  help: {
    en: 'Reply STOP to get no more messages from this sender.',
    es: 'Responda BAJA para no recibir más mensajes de este remitente.',
    fr: 'Répondez ARRET pour ne plus recevoir de messages de cet expéditeur.',
  },
};

/** The first word, whatever its case and accents, and the answer in its language; null for any other text. */
export function keywordOf(
  text: string,
): { readonly keyword: Keyword; readonly answer: string } | null {
  const [first = ''] = /[\p{L}]+/u.exec(text.normalize('NFD').replaceAll(/\p{M}/gu, '')) ?? [];
  const found = Object.hasOwn(KEYWORDS, first.toUpperCase())
    ? KEYWORDS[first.toUpperCase()]
    : undefined;
  if (!found) return null;
  return { keyword: found.keyword, answer: ANSWERS[found.keyword][found.language] };
}
