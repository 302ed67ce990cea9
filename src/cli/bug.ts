import { bugText } from './error-text.ts';

/** An error that nobody awaited would end Node with exit code 1, which means that a control fails. */
export function endWithTwoOnBugs(): void {
  process.on('uncaughtException', (error) => {
    process.stderr.write(bugText(error));
    process.exit(2);
  });
}

/**
 * Ends with a command's code. Something that is waited for and can never come would end Node with exit code 0, which
 * means that all is well.
 */
export function endWith(command: Promise<number>): void {
  const tell = () => {
    process.stderr.write(bugText(new Error('The command is not through, and nothing is left to wait for.')));
    process.exitCode = 2;
  };
  process.once('beforeExit', tell);
  command.then((code) => {
    process.off('beforeExit', tell);
    process.exitCode = code;
  });
}
