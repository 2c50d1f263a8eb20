"""What a contender flagged, beside what the reference says."""

import dataclasses
import itertools

from contenders import Answers


@dataclasses.dataclass(frozen=True)
class Comparison:
    view: str          # the reference's view of words and texts
    is_checked: bool   # whether any difference is an error
    flagged: int
    expected: int
    expected_of_tamis: int
    missed: int
    extra: int


def flags(contender, job):
    """Whether each message was flagged, in order."""
    with open(job.answers, "rb") as lines:
        if contender.answers is Answers.CONTRACT:
            yield from (line.endswith(b'"flagged":true}\n') for line in lines)
        elif contender.answers is Answers.VERDICTS:
            yield from (b'"action":"allow"' not in line for line in lines)
        else:
            hit = next(lines, None)
            with open(job.messages, "rb") as messages:
                for message in messages:
                    is_flagged = message == hit
                    if is_flagged:
                        hit = next(lines, None)
                    yield is_flagged


def expected_flags(job, view, sample):
    with open(job.data / "expected" / f"{view}.ndjson", "rb") as lines:
        yield from (line.endswith(b'"flagged":true}\n') for line in itertools.islice(lines, sample))


def compare(contender, job, sample):
    view = "folded" if job.mode == "folded" else contender.view
    flagged = expected = missed = extra = 0
    for is_flagged, is_expected in itertools.zip_longest(flags(contender, job), expected_flags(job, view, sample)):
        flagged += bool(is_flagged)
        expected += bool(is_expected)
        missed += is_flagged is None or (is_expected is True and not is_flagged)
        extra += is_expected is None or (is_flagged is True and not is_expected)
    return Comparison(view, contender.is_checked, flagged, expected, sum(expected_flags(job, "folded", sample)), missed, extra)
