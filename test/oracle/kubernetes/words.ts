import type { Picker, Weighted } from '../picker.ts';

/** Texts of one flag or key: some that mostly start, some that mostly do not. */
export interface Texts {
  sound: Weighted<string>;
  odd?: Weighted<string>;
}

/** One to three occurrences of some of the flags, each written in one of the ways that flags can be written. */
export function drawnFlags(pick: Picker, table: Readonly<Record<string, Texts>>, most: number): string[][] {
  const names = pick.shuffle(Object.keys(table)).slice(0, pick.one(upTo(most)));
  const flags = names.flatMap((name) =>
    Array.from({ length: pick.one([1, 1, 1, 2, 3]) }, () => flag(pick, name, table[name])),
  );
  return pick.shuffle(flags);
}

function upTo(most: number): number[] {
  return Array.from({ length: most + 1 }, (_, index) => index);
}

function flag(pick: Picker, name: string, texts: Texts | undefined): string[] {
  if (texts === undefined) throw new Error(`no texts for ${name}`);
  const text = pick.sound(texts.sound, texts.odd ?? []);
  const typed = pick.chance(0.1) ? name.replaceAll('-', '_') : name;
  if (text === BARE) return [`--${typed}`];
  if (typed.includes('=') || !pick.chance(0.25) || BOOLEAN.test(text)) return [`--${typed}=${text}`];
  return [`--${typed}`, text];
}

/** The flag without a value. */
export const BARE = '(bare)';
/** Such a word is no value of a boolean before it. */
const BOOLEAN = /^(?:true|false|[01tf])$/i;

/** Words that stop a start, or look as if they did. */
export function strayWords(pick: Picker): string[][] {
  if (!pick.odd(0.1)) return [];
  return [[pick.one(['stray', '', '--', '-x', '--no-such-flag', '--profiling=maybe', '---', '-v'])]];
}

export const BOOLEANS: Texts = {
  sound: [
    [2, BARE],
    [2, 'true'],
    [2, 'false'],
    [1, '0'],
    [1, 'F'],
    [1, 'T'],
  ],
  odd: [
    [1, 'yes'],
    [1, ''],
    [1, 'tRUE'],
  ],
};

export const ADDRESSES: Texts = {
  sound: [
    [4, '127.0.0.1'],
    [3, '0.0.0.0'],
    [1, '::'],
    [1, '::1'],
    [1, '127.1.2.3'],
    [1, ' 127.0.0.1 '],
    [1, '::ffff:127.0.0.1'],
  ],
  odd: [
    [1, ''],
    [1, 'localhost'],
    [1, '127.0.0.01'],
    [1, '127.0.0.1:1'],
    [1, '127.0.0.1,::1'],
  ],
};

const GCM = 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256';

export const SUITES: Texts = {
  sound: [
    [3, GCM],
    [1, `${GCM},TLS_AES_128_GCM_SHA256`],
    [1, `TLS_RSA_WITH_AES_128_CBC_SHA,${GCM}`],
    [1, `"${GCM}",TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305`],
    [1, ''],
  ],
  odd: [
    [1, 'TLS_RSA_WITH_AES_128_CBC_SHA'],
    [1, `${GCM}, TLS_AES_128_GCM_SHA256`],
    [1, 'AES128-SHA'],
    [1, '"half'],
    [1, 'TLS_AES_128_GCM_SHA256'],
  ],
};

export const TLS_MIN: Texts = {
  sound: [
    [1, 'VersionTLS12'],
    [1, 'VersionTLS13'],
    [1, ''],
  ],
  odd: [
    [1, 'TLS1.2'],
    [1, 'VersionTLS1.3'],
  ],
};

const GATE = 'RotateKubeletServerCertificate';

export const GATES: Texts = {
  sound: [
    [2, `${GATE}=false`],
    [1, `${GATE}=1`],
    [1, `AllBeta=false,${GATE}=true`],
    [1, 'AllAlpha=false'],
    [1, ` ${GATE} = F `],
    [1, ''],
  ],
  odd: [
    [1, `${GATE}=off`],
    [1, GATE],
    [1, 'SeccompDefault=true'],
    [1, 'KMSv2=false'],
  ],
};
