/**
 * Sets the presence of those who are in a meeting, as a resource of its own, so that neither clients nor other
 * applications are in its way.
 */
export class CalendarWorker {
  #statusUrl;
  #busy = new Map();

  /** @param {(user: string, resource: string) => string} statusUrl - where a user's status is set, with an API key */
  constructor(statusUrl) {
    this.#statusUrl = statusUrl;
  }

  /**
   * Brings Tigase up to date; called every minute.
   *
   * @param {{ user: string, title: string, from: Date, to: Date }[]} meetings
   * @param {Date} now
   */
  async update(meetings, now) {
    const current = new Map(
      meetings.filter(({ from, to }) => from <= now && now < to).map(({ user, title }) => [user, title]),
    );
    for (const user of this.#busy.keys()) {
      if (!current.has(user)) await this.#set(user, { available: 'false' }, () => this.#busy.delete(user));
    }
    for (const [user, title] of current) {
      if (this.#busy.get(user) === title) continue;
      // a negative priority: messages go to the user's clients, not to the calendar
      const status = { show: 'dnd', status: title, priority: '-1' };
      await this.#set(user, status, () => this.#busy.set(user, title));
    }
  }

  /** What fails is tried again with the next update, since nothing is noted then. */
  async #set(user, status, note) {
    const response = await fetch(this.#statusUrl(user, 'calendar'), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(status),
    }).catch(() => undefined);
    if (response?.ok) note();
  }
}
