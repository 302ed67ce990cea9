import { isPlaces, type NodeView } from '../../components/files/place.ts';
import { SEARCHES } from '../../components/files/searches.ts';
import type { NodeFile, NodeFiles, NoNodeFile } from '../../model/node-files.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { othersFirst } from '../../util/others-first.ts';
import type { Host } from '../host.ts';
import type { Candidate } from '../proc/candidates.ts';
import { cniDirectories, cniProblem } from './cni-directories.ts';
import { FileLook } from './file-look.ts';
import { withSubjects } from './kubeconfig-subjects.ts';
import { kubeletUnits, unitsProblem } from './kubelet-units.ts';
import { manifestsOn } from './manifests.ts';
import { namesOf } from './names.ts';
import { toldOnce } from './told-once.ts';

export interface NodeFilesInput {
  host: Host;
  candidates: readonly Candidate[];
  processes: readonly ProcessFacts[];
  processesComplete: boolean;
  distribution: string;
}

/** Attributes of the files that controls are about, found where what runs says they are. */
export async function collectNodeFiles(input: NodeFilesInput): Promise<NodeFiles> {
  const view = await viewOf(input);
  const found = Object.values(SEARCHES).map((search) => search(view));
  const look = new FileLook(input.host, input.processes);
  try {
    const seen: NodeFile[] = [];
    for (const places of found.filter(isPlaces)) {
      const found: NodeFile[] = [];
      for (const place of places) {
        await othersFirst();
        found.push(...look.at(place));
      }
      seen.push(...toldOnce(distinct(found), (file) => look.identityOf(file)));
    }
    const without = found.flatMap((one) => (isPlaces(one) ? [] : [one as NoNodeFile]));
    const files = await withSubjects(input.host.files, seen, input.processes);
    return { files, without, ...namesOf(input.host.files, files) };
  } finally {
    look.close();
  }
}

async function viewOf(input: NodeFilesInput): Promise<NodeView> {
  const { host, processes, processesComplete, distribution } = input;
  const { manifests, directories, problem } = await manifestsOn(host, processes, distribution);
  return {
    processes,
    processesComplete,
    distribution,
    manifests,
    manifestDirectories: directories,
    manifestsHidden: problem,
    cni: await cniDirectories(host, input.candidates, processes, distribution),
    cniHidden: cniProblem(host, input.candidates, distribution),
    kubeletUnits: kubeletUnits(host, processes),
    unitsHidden: unitsProblem(host),
  };
}

/** Two settings often name one file, and processes may have it under paths of their own. */
function distinct(files: readonly NodeFile[]): NodeFile[] {
  return [...Map.groupBy(files, ({ path }) => path).values()].flatMap((same) => {
    const alsoAs = [...new Set(same.flatMap((one) => one.alsoAs ?? []))];
    return same.slice(-1).map((one) => (alsoAs.length === 0 ? one : { ...one, alsoAs }));
  });
}
