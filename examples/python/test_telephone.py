import signal
import unittest

from emulator import Emulator
from telephone import StatusRefused, Telephone, TigaseUnavailable


def setUpModule():
    global emulator
    # a CI that cancels a run sends SIGTERM; as at Ctrl-C, the emulator must end too
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    emulator = Emulator()


def tearDownModule():
    emulator.stop()


class TelephoneTest(unittest.TestCase):
    def setUp(self):
        # a virtual host of its own, so that tests see nothing of each other
        domain = emulator.call("POST", "domains")
        self.addCleanup(emulator.call, "DELETE", f"domains/{domain['name']}")
        self.user = f"test@{domain['name']}"
        emulator.call("PATCH", "state", {"accounts": [{"jid": self.user, "password": "test"}]})
        self.telephone = Telephone(emulator.url, domain["apiKey"], pause=0.01)

    def fault(self, times, **fault):
        emulator.call(
            "POST", "faults", {"match": {"user": self.user}, "fault": fault, "times": times}
        )

    def assert_on_the_phone(self):
        seen = [(session["show"], session["status"]) for session in emulator.presence(self.user)]
        self.assertEqual(seen, [("xa", "On the phone")])

    def assert_tried_again(self, **fault):
        self.fault(times=1, **fault)
        self.telephone.answered(self.user)
        self.assert_on_the_phone()
        emulator.verify(match={"user": self.user, "show": "xa"}, times=2, noWarnings=True)

    def test_a_call_is_seen_until_it_ends(self):
        self.telephone.answered(self.user)
        self.assert_on_the_phone()
        self.telephone.ended(self.user)
        self.assertEqual(emulator.presence(self.user), [])
        emulator.verify(
            match={"user": self.user, "show": "xa", "status": "On the phone"},
            times=1,
            noWarnings=True,
        )
        emulator.verify(match={"user": self.user, "available": "false"}, times=1, noWarnings=True)

    def test_a_call_that_ends_twice_is_ended(self):
        self.telephone.ended(self.user)

    def test_a_failure_is_tried_again(self):
        self.assert_tried_again(status=503)

    def test_a_lost_call_is_tried_again(self):
        self.assert_tried_again(drop=True)

    def test_a_lost_answer_is_tried_again(self):
        self.assert_tried_again(drop=True, applied=True)

    def test_one_gives_up_where_it_fails_again_and_again(self):
        self.fault(times=100, status=500)
        with self.assertRaisesRegex(TigaseUnavailable, "a 500, 4 times$"):
            self.telephone.answered(self.user)
        emulator.verify(match={"user": self.user}, times=4)

    def test_a_wrong_key_is_reported_and_not_tried_again(self):
        with self.assertRaisesRegex(StatusRefused, "403 .* api key"):
            Telephone(emulator.url, "another-key").answered(self.user)
        emulator.verify(match={"user": self.user, "responseStatus": 403}, times=1)

    def test_a_change_that_failed_is_reported_and_not_tried_again(self):
        self.fault(times=1, success=False)
        with self.assertRaisesRegex(StatusRefused, "success: false"):
            self.telephone.answered(self.user)
        emulator.verify(match={"user": self.user, "success": False}, times=1)


if __name__ == "__main__":
    unittest.main()
