// Figures over time as a small picture in text.
const HEIGHT = 6;
const WIDTH = 72;
const EIGHTHS = ' ▁▂▃▄▅▆▇█';

/** A bar chart from 0 on; where there are more figures than columns, each column is the largest of its share. */
export function chart(title, figures) {
  const columns = Math.min(WIDTH, figures.length);
  const bars = Array.from({ length: columns }, (_, column) => {
    const start = Math.floor((column * figures.length) / columns);
    const end = Math.floor(((column + 1) * figures.length) / columns);
    return Math.max(...figures.slice(start, end));
  });
  const top = Math.max(...bars, 1);
  const rows = Array.from({ length: HEIGHT }, (_, row) => {
    const floor = HEIGHT - 1 - row;
    const line = bars.map((bar) => {
      const eighths = Math.round(((bar / top) * HEIGHT - floor) * 8);
      return EIGHTHS[Math.min(8, Math.max(0, eighths))];
    });
    return `${(row === 0 ? top.toFixed(0) : row === HEIGHT - 1 ? '0' : '').padStart(8)} │${line.join('')}`;
  });
  const [least, last] = [Math.min(...figures), figures.at(-1)];
  return [
    `${title}: from ${round(least)} to ${round(Math.max(...figures))}, ${round(last)} at the end`,
    ...rows,
    '',
  ].join('\n');
}

const round = (figure) => (figure < 100 ? figure.toFixed(1) : String(Math.round(figure)));
