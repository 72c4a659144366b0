import unittest

from emulator import Emulator
from telephone import StatusRefused, Telephone, TigaseUnavailable


def setUpModule():
    global emulator
    emulator = Emulator()
    unittest.addModuleCleanup(emulator.stop)


class TelephoneTest(unittest.TestCase):
    def setUp(self):
        # a virtual host of its own, so that tests see nothing of each other
        domain = emulator.call("POST", "domains")
        self.addCleanup(emulator.call, "DELETE", f"domains/{domain['name']}")
        self.user = f"test@{domain['name']}"
        self.telephone = Telephone(emulator.url, domain["apiKey"], pause=0.01)

    def fault(self, times=None, **fault):
        added = {"match": {"user": self.user}, "fault": fault}
        emulator.call("POST", "faults", added if times is None else {**added, "times": times})

    def assert_on_the_phone(self):
        seen = [(session["show"], session["status"]) for session in emulator.presence(self.user)]
        self.assertEqual(seen, [("xa", "On the phone")])

    def test_a_call_is_seen_until_it_ends(self):
        self.telephone.answered(self.user)
        self.assert_on_the_phone()
        self.telephone.ended(self.user)
        self.assertEqual(emulator.presence(self.user), [])
        emulator.verify(match={"user": self.user}, times=2, noWarnings=True)

    def test_a_call_that_ends_twice_is_ended(self):
        self.telephone.ended(self.user)

    def test_a_failure_is_tried_again(self):
        for fault in ({"status": 503}, {"drop": True}, {"drop": True, "applied": True}):
            with self.subTest(fault):
                self.fault(times=1, **fault)
                self.telephone.answered(self.user)
                self.assert_on_the_phone()

    def test_one_gives_up_where_it_fails_again_and_again(self):
        self.fault(status=500)
        with self.assertRaisesRegex(TigaseUnavailable, "a 500, 4 times$"):
            self.telephone.answered(self.user)
        emulator.verify(match={"user": self.user}, times=4)

    def test_a_refusal_is_not_tried_again(self):
        with self.assertRaisesRegex(StatusRefused, "403"):
            Telephone(emulator.url, "another key").answered(self.user)
        emulator.verify(match={"user": self.user, "responseStatus": 403}, times=1)


if __name__ == "__main__":
    unittest.main()
