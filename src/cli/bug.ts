import { bugText } from './error-text.ts';

/** An error that nobody awaited would end Node with exit code 1, which means that a control fails. */
export function endWithTwoOnBugs(): void {
  process.on('uncaughtException', (error) => {
    process.stderr.write(bugText(error));
    process.exit(2);
  });
}
