type Action = () => void;

const pending = new Set<Action>();
let hooked = false;

/**
 * Runs `action` when this process exits, whatever the reason short of SIGKILL, last come first. Returns how to
 * forget it again once the work was done in good order.
 */
export function atExit(action: Action): () => void {
  pending.add(action);
  if (!hooked) {
    hooked = true;
    process.once('exit', runAll);
  }
  return () => pending.delete(action);
}

function runAll(): void {
  for (const action of [...pending].reverse()) action();
}
