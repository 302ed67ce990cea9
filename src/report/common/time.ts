/** A time of a report for people, to the minute: `2026-11-26 20:31 UTC`. */
export function timeText(at: string): string {
  return at.replace('T', ' ').replace(/(:\d\d)?(\.\d+)?Z$/, ' UTC');
}
