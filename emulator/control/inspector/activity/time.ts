const two = (number: number) => String(number).padStart(2, '0');

/** A moment as a person at this machine reads it, in hours, minutes and seconds; and its milliseconds. */
export function clock(at: string): { readonly time: string; readonly fraction: string } {
  const date = new Date(at);
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return { time, fraction: `.${String(date.getMilliseconds()).padStart(3, '0')}` };
}
