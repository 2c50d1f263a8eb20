"""The results as text: a table of Markdown for each mode."""

import os
import pathlib
import platform
import re

HEADER = ["", "version", "ns CPU a message", "x tamis", "messages/s", "start, s CPU", "peak MiB", "flagged", "answers"]
TITLES = {
    "raw": "Raw words and text: JSON in, normalized as each natively can, matched, answer out",
    "folded": "Words and text normalized beforehand: JSON in, matched, answer out",
}


def machine():
    cpu = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    return f"{cpu[1] if cpu else platform.machine()}, {len(os.sched_getaffinity(0))} cores"


def answers(row):
    if row["is_checked"]:
        return f"all right ({row['view']})"
    if not row["missed"] and not row["extra"]:
        return f"as {row['view']}, unchecked"
    return f"{row['missed']} missed, {row['extra']} more than {row['view']}"


def cells(row, base, most_runs):
    sampled = f" of {row['messages']:,}" if row["is_sample"] else ""
    return [
        row["name"] + (" (1 run)" if row["runs"] < most_runs else ""), row["version"], f"{row['cpu_ns_a_message']:,.0f}",
        f"{row['cpu_ns_a_message'] / base:,.2f}" if base else "-",
        f"{row['messages_a_second']:,.0f}", f"{row['start_cpu_seconds']:.2f}", f"{row['peak_mib']:,.0f}",
        f"{row['flagged']:,}{sampled}", answers(row) + (f"; {row['note']}" if row["note"] else ""),
    ]


def aligned(rows):
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEADER))]
    is_text = [True, True] + [False] * 6 + [True]
    lines = []
    for row in rows:
        padded = (cell.ljust(width) if left else cell.rjust(width) for cell, width, left in zip(row, widths, is_text))
        lines.append("| " + " | ".join(padded) + " |")
    rule = ("-" * width if left else "-" * (width - 1) + ":" for width, left in zip(widths, is_text))
    lines.insert(1, "| " + " | ".join(rule) + " |")
    return lines


def render(results):
    corpus = results["corpus"]
    lines = [f"{corpus['messages']:,} messages of {corpus['bytes'] / corpus['messages']:.0f} bytes, {corpus['words']:,} words; "
             f"median of {results['runs']}; {results['machine']}; {results['date']}"]
    for mode, title in TITLES.items():
        if mode not in results:
            continue
        rows = sorted(results[mode]["contenders"], key=lambda row: row["cpu_ns_a_message"])
        base = next((row["cpu_ns_a_message"] for row in rows if row["name"] == "tamis, 1 worker"), None)
        for row in rows:
            row["is_sample"] = row["messages"] < corpus["messages"]
        lines += ["", f"{title}:", "", *aligned([HEADER] + [cells(row, base, results['runs']) for row in rows])]
        lines += [f"\nLeft out: {name}: {reason}." for name, reason in results[mode]["left_out"].items()]
        lines += best(rows, base)
    return "\n".join(lines)


def best(rows, base):
    """The peers that cost least: of those that answered right, and of those that found what tamis found, too."""
    checked = [row for row in rows if row["is_checked"] and not row["name"].startswith("tamis")]
    same = [row for row in checked if row["flagged"] == row["flagged_by_tamis"]]
    kinds = (("answers right as it sees words and texts", checked), ("finds all that tamis finds", same))
    return [f"\nBest peer that {what}: {peers[0]['name']}, {peers[0]['cpu_ns_a_message'] / base:.2f} x tamis's CPU time."
            for what, peers in kinds if peers and base]
