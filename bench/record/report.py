"""A record as Markdown."""
import importlib.util
import pathlib

import targets

STAGES = ["decode", "normalize", "skeleton", "match", "judge", "emit"]
STAGE_BENCHMARKS = ["decode", "fold", "skeleton", "scan", "judge", "emit"]
TRAFFICS = ["mixed", "english", "chinese", "long", "short", "hit-heavy", "character-flood", "half-term-flood"]


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    return "\n".join(lines)


def targets_table(record):
    rows = [(o.title, o.target, o.measured or "–", o.verdict) for o in targets.outcomes(record)]
    return table(["figure", "target", "measured", ""], rows)


def costs_table(record):
    """CPU time a message of each contender under each rule set, and as a multiple of the floor."""
    end_to_end = record["end_to_end"]
    contenders = [("floor: decode", "memory/{}/floor-decode/ns"), ("floor: scan", "memory/{}/floor-scan/ns"),
                  ("floor", "memory/{}/floor/ns"), ("in memory, 1 worker", "memory/{}/tamis-1/ns"),
                  ("in memory, 2 workers", "memory/{}/tamis-2/ns")]
    contenders += [(f"stage alone: {stage}", f"memory/{{}}/stage-{stage}/ns") for stage in STAGES]
    contenders += [(f"program, {how}, {n} worker{'s' * (n > 1)}", f"program/{{}}/{how}/{n}/ns")
                   for how in ("files", "pipes") for n in (1, 2)]
    contenders += [("plain pipeline", "memory/{}/plain/ns")]
    sets = sorted(end_to_end["terms"])

    def cell(name, terms):
        value = end_to_end["figures"][name.format(terms)]["median"]
        floor = end_to_end["figures"][f"memory/{terms}/floor/ns"]["median"]
        return f"{value:.0f} ns ({value / floor:.2f} ×)"

    return table(["", *(f"{terms:,} terms" for terms in sets)],
                 [(title, *(cell(name, terms) for terms in sets)) for title, name in contenders])


def stages_table(stages):
    """Nanoseconds a message: a row for each stage, a column for each kind of traffic."""
    def order(name):  # "scan/literals/1000"
        stage, *rest = name.split("/")
        return STAGE_BENCHMARKS.index(stage), [(part.isdigit(), int(part) if part.isdigit() else part) for part in rest]

    names = sorted({name.rsplit("/", 1)[0] for name in stages}, key=order)
    traffics = sorted({name.rsplit("/", 1)[1] for name in stages}, key=TRAFFICS.index)

    def cell(name, traffic):
        result = stages.get(f"{name}/{traffic}")
        return f"{result['ns']:.3g}" if result else "–"

    return table(["ns a message", *traffics], [(name, *(cell(name, t) for t in traffics)) for name in names])


def machine_table(machine):
    rows = [("CPU", f"{machine['cpu']}, {machine['cores']} cores"), ("memory", f"{machine['memory_gib']} GiB"),
            ("system", f"{machine['distribution']}, Linux {machine['kernel']}"), ("compiler", machine["compiler"]),
            ("packages", ", ".join(f"{name} {version}" for name, version in machine["packages"].items())),
            ("commit", machine["commit"]), ("load at the begin", f"{machine['load']:.2f}")]
    return table(["machine", ""], rows)


def packs_text(packs):
    """The shipped packs, by `tamis bench`."""
    latency = packs["latency_ns"]
    rows = [("CPU time a message", f"{packs['ns_per_message'] / 1e3:.1f} µs")]
    rows += [(f"messages a second, {threads} thread{'s' * (threads != '1')}", f"{n:,}")
             for threads, n in packs["messages_per_second"].items()]
    rows += [(f"a single message, {quantile}", f"{latency[quantile] / 1e3:.1f} µs") for quantile in latency]
    rows += [("start, cached", f"{packs['cached_seconds'] * 1e3:.0f} ms"), ("start, cold", f"{packs['compile_seconds']:.1f} s"),
             ("peak memory", f"{packs['peak_memory_bytes'] / 1e6:.0f} MB, the messages among it")]
    return table([f"{packs['rules']} rules, {packs['patterns']:,} patterns", ""], rows)


def peers_text(peers):
    """As bench/peers/run itself prints it."""
    spec = importlib.util.spec_from_file_location("table", pathlib.Path(__file__).parent.parent / "peers" / "table.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.render(peers)


def write(record, svg):
    end_to_end = record["end_to_end"]
    parts = [
        f"# {record['date']}, {record['machine']['cpu']}",
        f"`{record['command']}`: {end_to_end['messages']:,} messages of {end_to_end['source']}, "
        f"{end_to_end['bytes'] / end_to_end['messages']:.0f} bytes each, {end_to_end['planted']:,} of them with a "
        f"phrase planted; {end_to_end['regexes']} regexes beside the terms, {end_to_end['terms'][0]:,} terms unless "
        f"said otherwise; median of {end_to_end['runs']} in which the contenders take turns. Every answer was checked.",
        f"![CPU time a message, and the cost over the number of terms]({svg})",
        "## Targets", targets_table(record),
        "## CPU time a message", costs_table(record),
    ]
    if record["stages"]:
        parts += ["## Stages alone", stages_table(record["stages"])]
    if record["packs"]:
        parts += ["## The shipped packs", packs_text(record["packs"])]
    if record["peers"]:
        parts += ["## Peers", peers_text(record["peers"])]
    return "\n\n".join([*parts, "## Machine", machine_table(record["machine"])]) + "\n"
