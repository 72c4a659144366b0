"""Tells a Tigase who is on the phone. Python's standard library is all that it needs."""

import http.client
import json
import time
import urllib.error
import urllib.parse
import urllib.request


class StatusRefused(Exception):
    """Tigase did not set a status, and will not: to try again is of no use."""


class TigaseUnavailable(Exception):
    """Tigase failed, or gave no answer, as often as it was tried."""


class Telephone:
    def __init__(self, url, api_key, attempts=4, pause=0.2):
        self._url = url
        self._api_key = api_key
        self._attempts = attempts
        self._pause = pause

    def answered(self, user):
        self._set(user, {"show": "xa", "status": "On the phone"})

    def ended(self, user):
        self._set(user, {"available": "false"})

    def _set(self, user, status):
        # to set the same status twice does no harm, so whatever may have been lost is sent again
        reason = ""
        for attempt in range(self._attempts):
            if attempt > 0:
                time.sleep(self._pause * 2 ** (attempt - 1))
            try:
                answer = self._post(user, status)
            except urllib.error.HTTPError as error:
                if error.code < 500:
                    raise StatusRefused(f"{user}: {error.code} {error.read().decode()}") from error
                reason = f"a {error.code}"
            except (OSError, http.client.HTTPException) as error:
                reason = f"no answer ({error})"
            else:
                # without a session there is nothing to remove, which is as well
                if not answer["status"]["success"] and "available" not in status:
                    raise StatusRefused(f"{user}: Tigase says success: false")
                return
        raise TigaseUnavailable(f"{user}: {reason}, {self._attempts} times")

    def _post(self, user, status):
        request = urllib.request.Request(
            f"{self._url}/rest/user/{urllib.parse.quote(user, safe='@')}/status",
            data=json.dumps(status).encode(),
            headers={"Content-Type": "application/json", "Api-Key": self._api_key},
        )
        with urllib.request.urlopen(request, timeout=5) as response:
            return json.load(response)
