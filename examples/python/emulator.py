"""A Tigase emulator for the tests of a program, in a process beside it."""

import atexit
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
        self._process = subprocess.Popen(command + options, stderr=subprocess.PIPE, encoding="utf-8")
        atexit.register(self.stop)  # at Ctrl-C unittest ends without tearDownModule
        # what it logs must be read, or it would wait some day
        self._reader = threading.Thread(target=self._process.communicate, daemon=True)
        self.url = self._listening()["url"]
        self._reader.start()

    def _listening(self):
        log = []
        for line in self._process.stderr:
            event = json.loads(line) if line.startswith("{") else {}
            if event.get("event") == "listening":
                return event
            log.append(line)
        raise RuntimeError("the emulator did not start:\n" + "".join(log))

    def stop(self):
        atexit.unregister(self.stop)
        self._process.terminate()
        self._process.wait()
        if self._reader.is_alive():
            self._reader.join()

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
