/** Permission bits as four octal digits. */
export function modeText(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, '0');
}

export function modeBits(text: string): number {
  return Number.parseInt(text, 8);
}
