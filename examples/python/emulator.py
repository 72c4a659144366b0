"""A Tigase emulator for the tests of a program, in a process beside it."""

import json
import os
import shlex
import subprocess
import threading
import urllib.error
import urllib.parse
import urllib.request


class Emulator:
    """Starts the emulator on a free port; TIGASE_EMULATOR says by which command, unless it is the
    installed one."""

    def __init__(self):
        command = shlex.split(os.environ.get("TIGASE_EMULATOR", "node_modules/.bin/tigase-emulator"))
        options = "start --port 0 --websocket-port off --xmpp-port off --log json".split()
        self._process = subprocess.Popen(command + options, stderr=subprocess.PIPE, text=True)
        for line in self._process.stderr:
            event = json.loads(line) if line.startswith("{") else {}
            if event.get("event") == "listening":
                self.url = event["url"]
                break
        else:
            raise RuntimeError(f"the emulator ended with {self._process.wait()}")
        # what it logs must be read, or it would wait some day
        self._reader = threading.Thread(target=self._process.stderr.read, daemon=True)
        self._reader.start()

    def stop(self):
        self._process.terminate()
        self._process.wait()
        self._reader.join()
        self._process.stderr.close()

    def call(self, method, path, body=None):
        """A call of the control interface. What it says is wrong becomes the failure of the test."""
        request = urllib.request.Request(
            f"{self.url}/_emulator/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request) as response:
                text = response.read()
        except urllib.error.HTTPError as error:
            raise AssertionError(json.load(error)["detail"]) from None
        return json.loads(text) if text else None

    def presence(self, user):
        return self.call("GET", f"presence/{urllib.parse.quote(user)}")

    def verify(self, **verification):
        return self.call("POST", "verify", verification)
