/** The element of that id, which the renderer writes into every page. */
export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`the page has no ${id}`);
  return element;
}

/** Every finding of the page. */
export function findingsOf(root: ParentNode = document): HTMLDetailsElement[] {
  return [...root.querySelectorAll<HTMLDetailsElement>('details.finding')];
}
