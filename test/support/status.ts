/** Sends what an application sends: a status in JSON, to an URL with an API key. */
export function post(url: string, status: object): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(status),
  });
}
