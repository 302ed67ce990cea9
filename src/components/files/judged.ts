import type { NodeFile, NodeFiles } from '../../model/node-files.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Property, PropertyItem } from '../subject.ts';
import type { JudgedWhole } from '../whole.ts';
import { filesNamed } from './by-path.ts';
import { itemOf } from './file-item.ts';
import { pkiPathsOf } from './pki-named.ts';
import { compareFiles } from './proof.ts';
import { FILE_PROPERTIES, type FileProperty } from './properties.ts';

/** The files of a node that controls are about. */
export const judgedFiles: JudgedWhole = {
  name: 'files',
  judge: (snapshot) => {
    const { nodeFiles } = snapshot;
    const origin = { kind: 'filesystem', path: '/' } as const;
    if (nodeFiles === undefined) {
      const because = 'This snapshot holds no facts about the files of the node.';
      return { version: '', outcome: 'undetermined', because, origin };
    }
    return {
      version: '',
      outcome: 'starts',
      stale: [],
      setting: (name) => {
        throw new Error(`the files of a node have no setting ${name}`);
      },
      property: (name) => propertyOf(name, nodeFiles, snapshot),
      authorities: [],
    };
  },
  compare: compareFiles,
};

const STATUSES = { none: 'not-applicable', hidden: 'unknown', broken: 'error' } as const;

function propertyOf(name: string, facts: NodeFiles, snapshot: Snapshot): Property {
  const named = filesNamed(name, facts, snapshot);
  if (named !== null)
    return 'status' in named
      ? { state: 'settled', verdict: named }
      : (lost(named) ?? itemsOf(named, { group: '', what: name, choose: () => true }, facts, snapshot));
  const property = FILE_PROPERTIES[name];
  if (property === undefined) throw new Error(`the files of a node have no property ${name}`);
  const without = facts.without.find(({ group }) => group === property.group);
  if (without !== undefined) {
    return { state: 'settled', verdict: { status: STATUSES[without.state], reason: without.reason } };
  }
  const all = facts.files.filter(({ group }) => group === property.group);
  return lost(all) ?? itemsOf(all, property, facts, snapshot);
}

/** A file that something running names and that is not there. */
function lost(files: readonly NodeFile[]): Property | null {
  const gone = files.find(({ named, attributes }) => named && attributes.state === 'absent');
  if (gone === undefined) return null;
  const reason = `${gone.path} is not there, though it is ${gone.because}: it was removed after the start, or what names it could not start again.`;
  return { state: 'settled', verdict: { status: 'error', reason } };
}

function itemsOf(
  files: readonly NodeFile[],
  { choose, what }: FileProperty,
  facts: NodeFiles,
  snapshot: Snapshot,
): Property {
  const named = pkiPathsOf(snapshot.processes);
  const items: PropertyItem[] = files
    .filter(({ attributes }) => attributes.state !== 'absent')
    .filter((file) => choose(file, named))
    .map((file) => itemOf(file, facts, snapshot));
  const looked = [...new Set(files.map(({ path }) => path))].slice(0, 8).join(', ');
  return {
    state: 'items',
    items,
    virtue: (attribute) => virtueOf(attribute, items, what),
    none: { status: 'not-applicable', reason: `There is no ${what} on this node (looked at ${looked}).` },
  };
}

const VIRTUES: Readonly<Record<string, string>> = {
  mode: 'gives no permission beyond what is allowed',
  owner: 'belongs to whom it should',
  ownedByProcess: 'belongs to the user that etcd runs as',
  heldBy: 'belongs to root, or to the account of the processes that use it',
};

function virtueOf(attribute: string, items: readonly PropertyItem[], what: string): string {
  const [only, ...more] = items;
  const words = VIRTUES[attribute] ?? `${attribute} is as it should be`;
  if (more.length > 0) return `Each of ${items.length} files (${what}) ${words}.`;
  return `${only?.label} (${attributeText(only, attribute)}) ${words}.`;
}

function attributeText(item: PropertyItem | undefined, attribute: string): string {
  return String(item?.attributes[attribute === 'mode' ? attribute : 'owner'] ?? '');
}
