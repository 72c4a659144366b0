/** A time as people read it: `38 ms`, `1.2 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return seconds(ms);
  const whole = Math.round(ms / 1000);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** `1.2 s`, however short or long it was. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
