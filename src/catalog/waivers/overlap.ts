import type { WaiverScope } from '../../model/waiver.ts';
import { fits, listed } from '../../util/pattern.ts';
import type { LocatedWaiver } from './fault.ts';
import { NameIndex, valueAt } from './name-index.ts';

/** Whether both cover one finding, if there is any. What only a benchmark's numbers tell is seen when it is judged by. */
export function overlap(left: WaiverScope, right: WaiverScope): boolean {
  return sameSubject(left, right) && WHERE.every((place) => meet(left[place], right[place]));
}

type Names = WaiverScope['node'];

const WHERE = ['node', 'component', 'object'] as const;

/** Of two patterns only that they are alike can be told beforehand. */
function meet(left: Names, right: Names): boolean {
  if (left === undefined || right === undefined) return true;
  return listed(left).some((one) =>
    listed(right).some((other) => (one.includes('*') ? fits(one, other) : fits(other, one))),
  );
}

function sameSubject(left: WaiverScope, right: WaiverScope): boolean {
  if ('rule' in left) return 'rule' in right && left.rule === right.rule;
  return (
    'control' in right && left.control === right.control && sameBenchmark(left.benchmark, right.benchmark)
  );
}

function sameBenchmark(left = '', right = ''): boolean {
  return left.startsWith(right) || right.startsWith(left);
}

/** Waivers of one subject, by what they say of each place. */
interface Shelf {
  all: LocatedWaiver[];
  where: Record<(typeof WHERE)[number], NameIndex>;
}

/** Waivers met so far, of which one that overlaps another is found without asking each. */
export class MetWaivers {
  readonly #shelves = new Map<string, Shelf>();

  add(located: LocatedWaiver): void {
    const { scope } = located.waiver;
    const shelf = valueAt(this.#shelves, subjectOf(scope), newShelf);
    shelf.all.push(located);
    for (const place of WHERE) shelf.where[place].add(scope[place], located);
  }

  /** The first in the file that overlaps a scope. */
  firstWithin(scope: WaiverScope): LocatedWaiver | undefined {
    const shelf = this.#shelves.get(subjectOf(scope));
    if (shelf === undefined) return undefined;
    const [fewest = []] = candidates(shelf, scope).sort((left, right) => sizeOf(left) - sizeOf(right));
    const found = fewest.flatMap((list) => list.find(({ waiver }) => overlap(waiver.scope, scope)) ?? []);
    return found.sort((left, right) => left.index - right.index)[0];
  }
}

/** Ways to look for what may overlap a scope, each some lists in the order of the file. */
function candidates({ all, where }: Shelf, scope: WaiverScope): (readonly LocatedWaiver[])[][] {
  return [[all], ...WHERE.flatMap((place) => where[place].near(scope[place]))];
}

function sizeOf(lists: readonly (readonly unknown[])[]): number {
  return lists.reduce((size, list) => size + list.length, 0);
}

function subjectOf(scope: WaiverScope): string {
  return 'rule' in scope ? `rule ${scope.rule}` : `control ${scope.control}`;
}

function newShelf(): Shelf {
  return { all: [], where: { node: new NameIndex(), component: new NameIndex(), object: new NameIndex() } };
}
