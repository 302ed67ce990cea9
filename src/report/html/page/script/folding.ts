import { byId, findingsOf } from './elements.ts';

/**
 * The page comes with everything open, for readers without scripts. Here findings are folded, opened by link or button,
 * and all of them for the printer.
 */
export function startFolding(show: (finding: HTMLElement) => void): void {
  const findings = findingsOf();
  const setAll = (open: boolean) => {
    for (const finding of findings) finding.open = open;
  };
  setAll(false);
  byId('expand', HTMLButtonElement).addEventListener('click', () => setAll(true));
  byId('collapse', HTMLButtonElement).addEventListener('click', () => setAll(false));
  openForPrinter(findings);

  const follow = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!(target instanceof HTMLDetailsElement)) return;
    show(target);
    target.open = true;
    target.scrollIntoView();
    target.querySelector('summary')?.focus({ preventScroll: true });
  };
  addEventListener('hashchange', follow);
  follow();
}

function openForPrinter(findings: readonly HTMLDetailsElement[]): void {
  let folded: readonly HTMLDetailsElement[] = [];
  addEventListener('beforeprint', () => {
    folded = findings.filter(({ open }) => !open);
    for (const finding of folded) finding.open = true;
  });
  addEventListener('afterprint', () => {
    for (const finding of folded) finding.open = false;
  });
  byId('print', HTMLButtonElement).addEventListener('click', () => print());
}
