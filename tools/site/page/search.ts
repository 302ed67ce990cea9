import { byId } from '../../../src/report/html/page/script/elements.ts';

type Entry = readonly [to: string, title: string, about: string, words: string];

const MOST = 30;

/** How well a page fits: 0 where a word is nowhere in it. */
function score([, title, about, words]: Entry, wanted: readonly string[]): number {
  let sum = 0;
  for (const word of wanted) {
    const inTitle = title.toLowerCase().includes(word);
    const whole = ` ${words} `.includes(` ${word} `);
    const points = (inTitle ? 8 : 0) + (whole ? 6 : words.includes(word) ? 2 : 0);
    if (points === 0 && !about.toLowerCase().includes(word)) return 0;
    sum += points + 1;
  }
  return sum;
}

function itemOf([to, title, about]: Entry): HTMLLIElement {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = to;
  link.textContent = title;
  const text = document.createElement('p');
  text.textContent = about;
  item.append(link, text);
  return item;
}

function search(entries: readonly Entry[], text: string): void {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = entries
    .map((entry) => ({ entry, points: wanted.length === 0 ? 0 : score(entry, wanted) }))
    .filter(({ points }) => points > 0)
    .sort((one, other) => other.points - one.points);
  byId('results', HTMLOListElement).replaceChildren(
    ...found.slice(0, MOST).map(({ entry }) => itemOf(entry)),
  );
  const shown = found.length > MOST ? `The first ${MOST} of ${found.length} pages` : `${found.length} pages`;
  byId('count', HTMLParagraphElement).textContent =
    wanted.length === 0
      ? 'Titles, settings, options, controls: all words must occur.'
      : `${shown} with ${wanted.join(' ')}`;
}

const index: readonly Entry[] = Reflect.get(globalThis, 'kubetrueIndex');
const input = byId('query', HTMLInputElement);
input.value = new URLSearchParams(location.search).get('q') ?? '';
input.addEventListener('input', () => search(index, input.value));
search(index, input.value);
