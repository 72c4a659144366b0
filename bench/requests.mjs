// The status requests, as every measurement sends them.

export const pathOf = (user) => `/rest/user/${user}/status?api-key=API_KEY`;

export const path = pathOf('test@domain.com');

export const requests = {
  json: {
    type: 'application/json',
    body: '{"available":"true","priority":"-1","show":"xa","status":"On the phone"}',
  },
  xml: {
    type: 'application/xml',
    body: '<command><available>true</available><priority>-1</priority><show>xa</show><status>On the phone</status></command>',
  },
};
