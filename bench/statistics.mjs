export const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
export const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

const perSecond = (rate) => `${Math.round(rate)}/s`;
export const ms = (time) => `${time < 100 ? time.toFixed(1) : Math.round(time)} ms`;
export const ratio = (figure, other) => (figure / other).toFixed(2);

/** A row of the table: a rate beside that of something else. */
export const besides = (rate, other, what) => ({
  measured: perSecond(rate),
  'compared with': `${perSecond(other)}, ${what}`,
  ratio: ratio(rate, other),
});

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
