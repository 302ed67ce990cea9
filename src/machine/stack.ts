import { SourceMap } from 'node:module';
import { textBeside } from './beside.ts';

/** A place in the built program: `/opt/kubetrue/dist/kubetrue.cjs:12:345` */
const PLACE = /(?:file:\/\/)?[^\s()]*\/kubetrue\.cjs:(\d+):(\d+)/g;

/**
 * A stack with the places in the sources: names of the built program are short ones, and all its code is on a few lines.
 * @returns the same text where the sources run, or no map lies beside the program
 */
export function readableStack(stack: string): string {
  const map = sourceMap();
  if (map === null) return stack;
  return stack.replace(PLACE, (place, line: string, column: string) => {
    const origin = map.findOrigin(Number(line), Number(column));
    if (!('fileName' in origin)) return place;
    const { fileName, lineNumber, columnNumber } = origin;
    return `${fileName.replace(/^(\.\.\/)+/, '')}:${lineNumber}:${columnNumber}`;
  });
}

function sourceMap(): SourceMap | null {
  try {
    const text = textBeside('kubetrue.cjs.map');
    return text === null ? null : new SourceMap(JSON.parse(text));
  } catch {
    // The bug is told all the same.
    return null;
  }
}
