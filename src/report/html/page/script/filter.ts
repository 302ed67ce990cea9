import { byId, findingsOf } from './elements.ts';

/** What the reader asked to see: words that must all occur, and of each property the values that may. */
interface Wish {
  readonly words: readonly string[];
  readonly values: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Lets the reader search and choose. Returns what makes a hidden finding visible again. */
export function startFilter(): (finding: HTMLElement) => void {
  const form = byId('filter', HTMLFormElement);
  const search = byId('search', HTMLInputElement);
  const findings = findingsOf().map((element) => ({ element, text: textOf(element) }));
  const groups = [...document.querySelectorAll<HTMLElement>('.group')];

  const apply = () => {
    const wish = wishOf(form, search.value);
    for (const { element, text } of findings) element.hidden = !isWanted(element, text, wish);
    for (const group of groups) group.hidden = findingsOf(group).every(({ hidden }) => hidden);
    tell(findings.filter(({ element }) => !element.hidden).length, findings.length);
  };
  const reset = () => {
    form.reset();
    apply();
  };

  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  byId('clear', HTMLButtonElement).addEventListener('click', reset);
  byId('clear-empty', HTMLButtonElement).addEventListener('click', () => {
    reset();
    search.focus();
  });
  for (const part of document.querySelectorAll<HTMLElement>('.scripted')) part.hidden = false;
  // Some browsers keep what was chosen when a page is loaded again.
  apply();
  return (finding) => {
    if (finding.hidden) reset();
  };
}

function textOf(element: HTMLElement): string {
  return (element.textContent ?? '').toLowerCase();
}

function wishOf(form: HTMLFormElement, words: string): Wish {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of new FormData(form)) {
    if (name === 'search' || typeof value !== 'string' || value === '') continue;
    values.set(name, (values.get(name) ?? new Set()).add(value));
  }
  return { words: words.toLowerCase().split(/\s+/).filter(Boolean), values };
}

function isWanted({ dataset }: HTMLElement, text: string, { words, values }: Wish): boolean {
  return (
    [...values].every(([name, wanted]) => wanted.has(dataset[name] ?? '')) &&
    words.every((word) => text.includes(word))
  );
}

function tell(shown: number, total: number): void {
  byId('count', HTMLOutputElement).value =
    shown === total ? `${total} findings` : `${shown} of ${total} findings`;
  byId('empty', HTMLElement).hidden = shown > 0;
}
