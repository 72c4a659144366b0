import { setTimeout as pause } from 'node:timers/promises';

/** Tigase did not set a status, and will not: a key is refused, say. To try again is of no use. */
export class StatusRefused extends Error {}

/** Sets users' presence through Tigase's status endpoint, and tries again where that may help. */
export class StatusClient {
  #url;
  #headers;
  #attempts;
  #pauseMs;

  /** @param options - `credentials`, an admin's `JID:PASSWORD`, are what Tigase 8.4 asks for besides the key */
  constructor({ url, apiKey, credentials, attempts = 4, pauseMs = 200 }) {
    this.#url = url;
    this.#headers = { 'Content-Type': 'application/json', 'Api-Key': apiKey };
    if (credentials !== undefined) this.#headers.Authorization = `Basic ${btoa(credentials)}`;
    this.#attempts = attempts;
    this.#pauseMs = pauseMs;
  }

  setOnThePhone(user) {
    return this.#set(user, { show: 'xa', status: 'On the phone' });
  }

  remove(user) {
    return this.#set(user, { available: 'false' });
  }

  async #set(user, status) {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#try(user, status);
      if (outcome === 'done') return;
      if (attempt === this.#attempts) throw new Error(`${user}: ${outcome}, ${attempt} times`);
      await pause(this.#pauseMs * 2 ** (attempt - 1));
    }
  }

  /** `done`, or why it may be tried again: setting the same status twice does no harm. */
  async #try(user, status) {
    let response;
    try {
      response = await fetch(`${this.#url}/rest/user/${encodeURIComponent(user).replace('%40', '@')}/status`, {
        method: 'POST',
        headers: this.#headers,
        body: JSON.stringify(status),
        signal: AbortSignal.timeout(5000),
      });
    } catch (failure) {
      return `no answer (${failure.cause?.code ?? failure.name})`;
    }
    if (response.status >= 500) return `a ${response.status}`;
    if (!response.ok) throw new StatusRefused(`${user}: ${response.status} ${await response.text()}`);
    const answer = await response.json();
    const isGone = status.available === 'false'; // without a session there is nothing to remove, which is as well
    if (answer.status.success || isGone) return 'done';
    throw new StatusRefused(`${user}: Tigase says success: false`);
  }
}
