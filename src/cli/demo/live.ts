import { collect } from '../../collect/index.ts';
import type { Report } from '../../model/finding.ts';
import { prove } from '../../prove/index.ts';
import { signs } from '../../report/text/paint.ts';
import { wrap } from '../../report/text/width.ts';
import { renderText } from '../../report/text.ts';
import { openCatalog } from '../catalog.ts';
import { wholeReport } from '../judge.ts';
import { writeStdout } from '../output.ts';
import type { Invocation } from '../parse.ts';
import { lookOf } from '../terminal.ts';
import { VERSION } from '../version.ts';
import { runLiveDemo } from './live-run.ts';

/** `kubetrue demo --live`: the main job on real members that it starts and ends itself. Exit code 0 when it ran. */
export async function live(invocation: Invocation): Promise<number> {
  const look = lookOf(process.stdout, process.env, invocation.options.has('no-color'));
  endCleanlyOnSignals();
  await runLiveDemo({
    say: (text) => writeStdout(`${wrap(signs(look, text), look.width).join('\n')}\n`),
    scan: async (pids) => {
      const start = performance.now();
      const report = await judgeProcesses(pids);
      const body = renderText(report, { ...look, elapsedMs: performance.now() - start });
      await writeStdout(`\n${body}\n`);
    },
  });
  return 0;
}

/** Members and files go when this process exits; a signal alone would end it without that. */
function endCleanlyOnSignals(): void {
  const numbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
  for (const [signal, number] of Object.entries(numbers)) {
    process.once(signal, () => process.exit(128 + number));
  }
}

/** Whatever else runs on this machine is left out: the demonstration is about its own members. */
async function judgeProcesses(pids: readonly number[]): Promise<Report> {
  const now = () => new Date();
  const machine = await collect({ root: null, now, toolVersion: VERSION, progress: () => {} });
  const own = { ...machine, processes: machine.processes.filter(({ pid }) => pids.includes(pid)) };
  const snapshot = { ...own, observations: await prove(own, { now, toolVersion: VERSION }) };
  const catalog = await openCatalog();
  return wholeReport(catalog, snapshot, now());
}
