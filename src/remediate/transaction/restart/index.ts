import { existsSync } from 'node:fs';
import type { Change } from '../../../model/plan.ts';
import { cgroupOf, runningOf } from '../processes.ts';
import { Refusal } from '../refusal.ts';
import type { Named } from './named.ts';
import { run } from './run.ts';
import { SERVICES, unitIn } from './services.ts';

const SYSTEMCTL = ['/usr/bin/systemctl', '/bin/systemctl'];
/** Made where systemd is the first program: sd_booted(3). */
const SYSTEMD = '/run/systemd/system';

/**
 * How services are restarted on this machine: by systemd, or by programs that the user named. Nothing of a plan has a
 * part in it but the name of the component, and no shell.
 */
export interface Restarter {
  /**
   * The service that is restarted for a change, as it runs now: a unit, or a name for which the user named a program.
   * @throws Refusal when it is not known
   */
  find: (name: string) => string;
  /**
   * Restarts what `find` found.
   * @param reload the units themselves were changed
   * @throws Refusal when that fails
   */
  restart: (service: string, reload: boolean) => Promise<void>;
}

/** Those that restart by their own service, unless the kubelet replaces their static Pod. */
const BY_THEMSELVES: readonly string[] = ['kubelet', 'etcd'];

/** The name of the service that is restarted for a change; null where nothing is, or the kubelet replaces a static Pod. */
export function restartedBy({ restarts, edits }: Change): string | null {
  if (restarts === null) return null;
  if (restarts.program !== undefined) return restarts.program;
  return BY_THEMSELVES.includes(restarts.component) && !edits.some(isManifestEdit)
    ? restarts.component
    : null;
}

/** Whether what a change restarts is restarted from here: by its service, or by the DaemonSet whose Pod is deleted. */
export function isRestartedHere(change: Change): boolean {
  return restartedBy(change) !== null || change.source !== undefined;
}

/** Whether a change gives the kubelet a reason to replace a static Pod. */
export function restartsItself({ edits }: Change): boolean {
  return edits.some(isManifestEdit);
}

function isManifestEdit(edit: Change['edits'][number]): boolean {
  return edit.kind === 'content' && edit.operations.some(({ kind }) => kind.startsWith('manifest-'));
}

/** Whether a change edits units, which systemd reads again only when it is told. */
export function editsUnits({ edits }: Change): boolean {
  return edits.some(
    (edit) => edit.kind === 'content' && edit.operations.some(({ kind }) => kind === 'unit-flag'),
  );
}

export function restarterOf(named: Named): Restarter {
  return {
    find: (name) => findService(name, named),
    restart: (service, reload) => restart(service, named, reload),
  };
}

function findService(name: string, named: Named): string {
  if (named.has(name)) return name;
  const unit = unitOf(name);
  if (unit !== null && named.has(unit)) return unit;
  const by = `name a program with --restart ${name}=PROGRAM`;
  if (systemctl() === null)
    throw new Refusal(`it is not known how to restart ${name} here: no systemd runs; ${by}`);
  if (unit === null)
    throw new Refusal(`${name} runs in no service of systemd that has a name like it; ${by}`);
  return unit;
}

/** The unit that the kernel has the process in, as far as it is one of this service. */
function unitOf(name: string): string | null {
  const service = SERVICES[name];
  const [running] = runningOf(name);
  if (service === undefined || running === undefined) return service?.otherwise ?? null;
  return unitIn(cgroupOf(running.pid), service);
}

async function restart(service: string, named: Named, reload: boolean): Promise<void> {
  const name = Object.keys(SERVICES).find(
    (one) => one === service || SERVICES[one]?.units.test(service) === true,
  );
  if (name === undefined) throw new Refusal(`${service} is none of the services that fixes restart`);
  // Who goes on with an interrupted change may name other programs than who began it.
  const program = named.get(service) ?? named.get(name);
  if (program !== undefined) return run(program, []);
  const unit = service === name ? findService(name, named) : service;
  const manager = systemctl();
  if (manager === null) throw new Refusal(`it is not known how to restart ${service} here: no systemd runs`);
  if (reload) await run(manager, ['daemon-reload']);
  await run(manager, ['restart', ...(SERVICES[name]?.slow === true ? ['--no-block'] : []), unit]);
}

function systemctl(): string | null {
  return existsSync(SYSTEMD) ? (SYSTEMCTL.find((path) => existsSync(path)) ?? null) : null;
}
