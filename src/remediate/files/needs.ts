import type { Finding } from '../../model/finding.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { NotNow, type Task } from '../plan/input.ts';
import { authorizersListed, nodeAuthorizer } from '../plan/needs/api-server.ts';
import { kubeletClientCa } from '../plan/needs/kubelet-client-ca.ts';
import type { NeedContext } from '../plan/needs/need.ts';

type FromFiles = (context: Pick<NeedContext, 'process' | 'findings'>) => unknown;

/** Conditions that the files themselves answer; all others look at a node. */
const ANSWERED: Readonly<Record<string, FromFiles>> = {
  'authorizers-listed': authorizersListed,
  'node-authorizer': nodeAuthorizer,
  'kubelet-client-ca': kubeletClientCa,
};

/** Checks the conditions of a rule; throws NotNow at the first that is not met, or that only a node can answer. */
export function checkFilesNeeds(task: Task, process: ProcessFacts, findings: readonly Finding[]): void {
  for (const name of task.fix.needs ?? []) {
    const need = ANSWERED[name];
    if (need === undefined) {
      throw new NotNow(
        'prerequisite',
        `Its condition (${name.replaceAll('-', ' ')}) can only be looked at on the node.`,
        'kubetrue fix plan on the node',
      );
    }
    need({ process, findings });
  }
}
