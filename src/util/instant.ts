const RFC_3339 = /^(\d{4}-\d\d-\d\d)[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const DAY_MS = 24 * 60 * 60 * 1000;

/** The instant that an RFC 3339 time names; null when it is none. */
export function instantOf(text: string): Date | null {
  const day = RFC_3339.exec(text)?.[1];
  const time = new Date(text.replace(' ', 'T').toUpperCase());
  return day === undefined || Number.isNaN(time.getTime()) || !isDay(day) ? null : time;
}

/** When a date (the end of that day, UTC) or an RFC 3339 time is over; null when it is neither. */
export function endOf(text: string): Date | null {
  if (!DAY.test(text)) return instantOf(text);
  return isDay(text) ? new Date(new Date(`${text}T00:00:00Z`).getTime() + DAY_MS) : null;
}

/** JavaScript takes 30 February for 2 March. */
function isDay(day: string): boolean {
  const time = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(day);
}
