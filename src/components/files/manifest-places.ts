import type { NoNodeFile } from '../../model/node-files.ts';
import { notHere } from './named-paths.ts';
import { hidden, type NodeView, none, type Place } from './place.ts';

/** The static Pod manifests that start a component. */
export function manifestsOf(view: NodeView, group: string, component: string): readonly Place[] | NoNodeFile {
  const found = view.manifests.filter(({ program }) => program === component);
  if (found.length > 0) return found.map(({ path }) => placeOf(group, component, path));
  const process = view.processes.find((one) => one.component === component);
  if (process === undefined) return notHere(view, group, component);
  if (process.inside === undefined && view.manifestsHidden !== null)
    return hidden(group, view.manifestsHidden);
  const where =
    process.inside === undefined ? 'is no static Pod' : `runs inside ${process.inside}, not as a static Pod`;
  return none(
    group,
    `${component} (pid ${process.pid}) ${where}: no manifest in ${view.manifestDirectories.join(' or ')} starts it.`,
  );
}

function placeOf(group: string, component: string, path: string): Place {
  const because = `the static Pod manifest that starts ${component}`;
  return { group, path, pid: null, extent: 'file', because, named: true };
}
