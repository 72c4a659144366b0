import { describe, expect, test } from 'vitest';
import { tested, XML_TYPE } from '../support/requests.js';

// The examples and their answers are those of Tigase's documentation of the endpoint, "Setting XMPP user status".
// Its XML answer prints `priority` for the priority that was set.
const xmlRequest = `<command>
    <available>true</available>
    <priority>-1</priority>
    <show>xa</show>
    <status>On the phone</status>
</command>`;
const xmlAnswer = `<status>
  <user>test@domain.com/tigase-external</user>
  <available>true</available>
  <priority>-1</priority>
  <show>xa</show>
  <status>On the phone</status>
  <success>true</success>
</status>`;
const jsonRequest = `{
  "available": "true",
  "priority": "-1",
  "show": "xa",
  "status": "On the phone"
}`;
const jsonAnswer = `{
  "status": {
    "user": "test@domain.com/tigase-external",
    "available": "true",
    "priority": "-1",
    "show": "xa",
    "status": "On the phone",
    "success": true
  }
}`;

describe('with the defaults, the release is the documented one', () => {
  test('the XML example is answered as printed', async () => {
    const { post } = await tested();
    const answer = await post('test@domain.com/status', xmlRequest, XML_TYPE);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/xml');
    expect(answer.text).toBe(xmlAnswer);
  });

  test('the JSON example is answered as printed', async () => {
    const { post } = await tested();
    const answer = await post('test@domain.com/status', jsonRequest);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.text).toBe(jsonAnswer);
  });

  test('the resource after /status is the one whose presence is set', async () => {
    const { post, emulator } = await tested();
    const answer = await post('test@domain.com/status/mobile', jsonRequest);
    expect(answer.body.status.user).toBe('test@domain.com/mobile');
    expect(emulator.presence('test@domain.com')).toMatchObject([{ resource: 'mobile', show: 'xa' }]);
  });

  test('available and priority are true and -1 unless given', async () => {
    const { post } = await tested();
    const answer = await post('test@domain.com/status', '{"show":"dnd"}');
    expect(answer.body.status).toMatchObject({
      available: 'true',
      priority: '-1',
      show: 'dnd',
      status: null,
    });
  });

  test('without trust every change fails with success false', async () => {
    const { post, emulator } = await tested({ trusted: [] });
    const answer = await post('test@domain.com/status', jsonRequest);
    expect(answer.status).toBe(200);
    expect(answer.body.status.success).toBe(false);
    expect(emulator.presence('test@domain.com')).toEqual([]);
  });

  test('another component may be the trusted one when the cluster node has another name', async () => {
    const { post } = await tested({ clusterNode: 'node1.example.org' });
    const answer = await post('test@domain.com/status', jsonRequest);
    expect(answer.body.status.success).toBe(true);
  });

  test('where the documentation is silent, the answer is that of 8.3', async () => {
    const { request } = await tested();
    const answer = await request
      .post('/rest/user/test@domain.com/status')
      .set('Content-Type', XML_TYPE)
      .send(xmlRequest);
    expect(answer.status).toBe(403);
    expect(answer.text).toBe(
      "To access URI = '/rest/user/test@domain.com/status' a valid api key is required",
    );
  });
});
