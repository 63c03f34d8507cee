import { plainPunctuation, skeleton } from './confusables.js';

/** Top-level domains that people recognise, besides the two-letter ones. */
const GENERIC =
  'app biz cloud com dev edu gov info int io link live mil net online org page shop site store tech web website xyz'.split(
    ' ',
  );

/** Country-code top-level domains in the DNS root zone: ISO 3166-1 alpha-2 as far as delegated, with ac, eu, su, uk. */
const COUNTRIES = (
  'ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bv bw by bz ' +
  'ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ' +
  'ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it ' +
  'je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ' +
  'ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om ' +
  'pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st su ' +
  'sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt ' +
  'za zm zw'
).split(' ');

const ENDINGS = new Set([...GENERIC, ...COUNTRIES]);
const SEEN_ENDINGS = new Set([...ENDINGS].map(skeleton));

/** Files and products written like a host. Others with such an ending may be hosts: `docs.rs`, `cursor.sh`. */
const NO_HOSTS = new Set(
  (
    'readme.md changelog.md contributing.md license.md todo.md agents.md main.py setup.py manage.py main.rs lib.rs ' +
    'mod.rs install.sh setup.sh build.sh asp.net ado.net vb.net'
  ).split(' '),
);

/** Host names in the name of an app, in lower case: `Cal.com sync` has one, `Vue.js` has none. */
export const hostsIn = (name: string): string[] =>
  plainPunctuation(name)
    .toLowerCase()
    .replaceAll('。', '.')
    .split(/[^\p{L}\p{M}\p{N}.-]+/u)
    .map((word) => word.replaceAll(/^[.-]+|[.-]+$/g, ''))
    .filter((word) => !NO_HOSTS.has(word) && isHost(word.split('.')));

function isHost(labels: readonly string[]): boolean {
  const last = labels.at(-1) ?? '';
  if (labels.length < 2 || labels.includes('')) return false;
  return ENDINGS.has(last) || last.startsWith('xn--') || isForeignTwin(last);
}

/** Letters of one other script that are confusable with an ending, such as Cyrillic ones for `com`. */
const isForeignTwin = (label: string): boolean =>
  /^[\p{L}\p{M}]+$/u.test(label) &&
  !/\p{Script=Latin}/u.test(label) &&
  SEEN_ENDINGS.has(skeleton(label));
