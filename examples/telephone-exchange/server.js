import { createHook } from './hook.js';
import { StatusClient } from './status-client.js';

const { TIGASE_URL: url = 'http://localhost:8080', TIGASE_API_KEY: apiKey = 'API_KEY' } = process.env;
const { TIGASE_CREDENTIALS: credentials, PORT = '3000' } = process.env;
createHook(new StatusClient({ url, apiKey, credentials })).listen(Number(PORT), () => {
  console.log(`POST http://localhost:${PORT}/calls/answered?user=test@domain.com; Tigase is at ${url}`);
});
