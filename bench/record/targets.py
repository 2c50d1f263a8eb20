"""What tamis is to reach (issue 3), and whether it does."""
import dataclasses
from typing import Callable, Optional


@dataclasses.dataclass
class Target:
    title: str
    limit: float
    unit: str
    measured: Callable[[dict], float]  # raises KeyError where that was not measured
    at_least: bool = False  # else at most


@dataclasses.dataclass
class Outcome:
    title: str
    target: str
    measured: Optional[str]
    verdict: str


class Figures:
    """Medians by name; `{}` in a name stands for the main rule set's number of terms."""

    def __init__(self, record):
        self.figures = record["end_to_end"]["figures"]
        self.main = record["end_to_end"]["terms"][0]
        self.peers = record["peers"] or {}

    def __call__(self, name):
        return self.figures[name.format(self.main)]["median"]

    def ratio(self, name, to):
        return self(name) / self(to)

    def best_peer(self):
        """CPU time of the fastest peer that found in raw text just what tamis found, against tamis's."""
        contenders = self.peers["raw"]["contenders"]
        costs = {c["name"]: c["cpu_ns_a_message"] for c in contenders
                 if c["is_checked"] and c["flagged"] == c["flagged_by_tamis"]}
        tamis = costs["tamis, 1 worker"]
        peers = [cost for name, cost in costs.items() if not name.startswith("tamis")]
        if not peers:
            raise KeyError("no peer does the same work")
        return min(peers) / tamis


TARGETS = [
    Target("CPU time a message, 1 worker, against the floor", 1.5, "×",
           lambda f: f.ratio("memory/{}/tamis-1/ns", "memory/{}/floor/ns")),
    Target("the same, folded view alone", 1.5, "×",
           lambda f: f.ratio("memory/{}/folded-1/ns", "memory/{}/floor/ns")),
    Target("both views against the folded one alone, CPU time a message", 1.15, "×",
           lambda f: f.ratio("memory/{}/tamis-1/ns", "memory/{}/folded-1/ns")),
    Target("plain per-message pipeline against tamis, CPU time", 4, "×",
           lambda f: f.ratio("memory/{}/plain/ns", "memory/{}/tamis-1/ns"), at_least=True),
    Target("best peer that does the same work against tamis, CPU time", 2.5, "×",
           lambda f: f.best_peer(), at_least=True),
    Target("2 workers against 1, wall time, file to file", 1.85, "×",
           lambda f: f.ratio("program/{}/files/1/wall-ns", "program/{}/files/2/wall-ns"), at_least=True),
    Target("100,000 terms against 1,000, CPU time a message", 2.5, "×",
           lambda f: f.ratio("memory/100000/tamis-1/ns", "memory/1000/tamis-1/ns")),
    Target("hit-heavy traffic against clean, CPU time a message", 1.3, "×",
           lambda f: f.ratio("traffic/hit-heavy/ns", "traffic/clean/ns")),
    Target("flood of one character against clean, CPU time a byte", 3, "×",
           lambda f: f.ratio("traffic/character-flood/ns-per-byte", "traffic/clean/ns-per-byte")),
    Target("flood of a term's first half against clean, CPU time a byte", 3, "×",
           lambda f: f.ratio("traffic/half-term-flood/ns-per-byte", "traffic/clean/ns-per-byte")),
    Target("start with cached databases", 100, "ms", lambda f: f("start/{}/cached-s") * 1e3),
    Target("cold compile", 3, "s", lambda f: f("start/{}/cold-s")),
    Target("one message of 100 characters through Screener, p50", 1, "µs", lambda f: f("single/p50-ns") / 1e3),
    Target("one message of 100 characters through Screener, p99", 3, "µs", lambda f: f("single/p99-ns") / 1e3),
    Target("peak resident memory, 2 workers, file to file", 120, "MB",
           lambda f: f("program/{}/files/2/peak-bytes") / 1e6),
    Target("allocations a clean message, warm", 0, "", lambda f: f("single/allocations")),
]


def judge(target, figures):
    wanted = f"{'≥' if target.at_least else '≤'} {target.limit:g} {target.unit}".strip()
    if target.limit == 0:
        wanted = "0"
    try:
        value = target.measured(figures)
    except KeyError:
        return Outcome(target.title, wanted, None, "not measured")
    if value >= target.limit if target.at_least else value <= target.limit:
        verdict = "reached"
    elif target.limit == 0:
        verdict = f"missed by {value:g}"
    else:
        verdict = f"missed by {abs(value / target.limit - 1) * 100:.0f} %"
    return Outcome(target.title, wanted, f"{value:.3g} {target.unit}".strip(), verdict)


def outcomes(record):
    figures = Figures(record)
    return [judge(target, figures) for target in TARGETS]
