"""That wrong answers are seen as such, in each form that answers have."""

import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
from answers import compare  # noqa: E402
from contenders import Answers, Contender, Job  # noqa: E402

MESSAGES = ['{"id":"a","text":"x"}', '{"id":"b","text":"y"}', '{"id":"c","text":"x"}']
EXPECTED = [True, False, True]


def contract(flags):
    return [f'{{"id":"{message[7]}","flagged":{str(flag).lower()}}}' for message, flag in zip(MESSAGES, flags)]


def verdicts(flags):
    return [f'{{"id":"{message[7]}","action":"{"block" if flag else "allow"}"}}' for message, flag in zip(MESSAGES, flags)]


def lines(flags):
    return [message for message, flag in zip(MESSAGES, flags) if flag]


FORMS = {Answers.CONTRACT: contract, Answers.VERDICTS: verdicts, Answers.LINES: lines}


class CompareTest(unittest.TestCase):
    def compared(self, form, answers):
        with tempfile.TemporaryDirectory() as folder:
            data = pathlib.Path(folder)
            (data / "expected").mkdir()
            for name, content in (("expected/folded.ndjson", contract(EXPECTED)), ("messages", MESSAGES), ("answers", answers)):
                (data / name).write_text("".join(line + "\n" for line in content))
            contender = Contender("one", lambda place, job: [], lambda place: "", view="folded", answers=form)
            found = compare(contender, Job(data, "raw", data / "messages", data / "answers"), len(MESSAGES))
            return found.flagged, found.missed, found.extra

    def test_each_form(self):
        for form, write in FORMS.items():
            with self.subTest(form=form):
                self.assertEqual(self.compared(form, write([True, False, True])), (2, 0, 0))
                self.assertEqual(self.compared(form, write([True, False, False])), (1, 1, 0))
                self.assertEqual(self.compared(form, write([True, True, True])), (3, 0, 1))
                self.assertEqual(self.compared(form, write([False, True, False])), (1, 2, 1))

    def test_answers_that_are_not_there(self):
        self.assertEqual(self.compared(Answers.CONTRACT, contract(EXPECTED)[:2]), (1, 1, 0))
        self.assertEqual(self.compared(Answers.CONTRACT, contract(EXPECTED) + ["{}"]), (2, 0, 1))

    def test_what_could_not_be_screened_is_not_allowed(self):
        unscreened = ['{"line":1,"action":"unscreened"}']
        self.assertEqual(self.compared(Answers.VERDICTS, unscreened + verdicts(EXPECTED)[1:]), (2, 0, 0))
        self.assertEqual(self.compared(Answers.VERDICTS, verdicts(EXPECTED)[:1] + unscreened + verdicts(EXPECTED)[2:]), (3, 0, 1))


unittest.main()
