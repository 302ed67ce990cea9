/**
 * While a node is being changed a signal takes the change under way back instead of leaving it half done; the end of
 * a terminal's connection does nothing at all, since nobody can be asked any more.
 *
 * @returns why everything should stop; null while there is no reason
 */
export function heedSignals(): () => string | null {
  let reason: string | null = null;
  process.on('SIGHUP', () => {});
  process.stdout.on('error', () => {});
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (reason === null)
        process.stderr.write(`kubetrue: ${signal}: taking back what is not verified yet; please wait\n`);
      reason = `it was stopped by ${signal}`;
    });
  }
  return () => reason;
}
