"""A comparison's results as a table, as JSON and as a heat map."""

import json
import xml.sax.saxutils

CELL_WIDTH, CELL_HEIGHT, LEFT, TOP = 120, 22, 140, 40
LOW, HIGH = (247, 251, 255), (8, 81, 156)  # one hue, so that it is read without color too


FEWEST = 20  # sentences that say anything about a family


def share(count):
    return count["found"] / count["mutants"] if count and count["mutants"] >= FEWEST else None


def text_of(value):
    return "–" if value is None else f"{int(value * 1000) / 10:.1f} %"  # rounded down


def rows(results):
    """(name, [share or None a contender]), the unmutated first, the mean last."""
    contenders = results["contenders"].values()
    families = sorted({family for c in contenders for family in c["families"]})
    yield "not mutated", [share(c["plain"]) for c in contenders]
    for family in families:
        yield family, [share(c["families"].get(family)) for c in contenders]
    means = []
    for c in contenders:
        known = [share(c["families"].get(family)) for family in families]
        known = [value for value in known if value is not None]
        means.append(sum(known) / len(known) if known else None)
    yield "mean of families", means


def per_10_000(benign):
    return "–" if not benign["messages"] else f"{benign['without_a_term'] / benign['messages'] * 10_000:.1f}"


def markdown(results):
    contenders = results["contenders"]
    lines = [
        f"# Evasion, {results['date']}", "",
        f"{results['terms']} terms of the shipped packs, drawn and mutated with seed {results['first_seed']} (tests/evasion), in harmless",
        "sentences. Each contender was given the same terms, and what it has against evasion turned on. Recall is over the sentences",
        f"that it flags unmutated, and does not flag with a harmless word in the term's place; –: fewer than {FEWEST} are left.", "",
        "| family | " + " | ".join(f"{name} {c['version']}" for name, c in contenders.items()) + " |",
        "|---|" + "---:|" * len(contenders)]
    lines += [f"| {name} | " + " | ".join(map(text_of, values)) + " |" for name, values in rows(results)]
    lines.append("| false hits in 10,000 harmless messages | " + " | ".join(per_10_000(c["benign"]) for c in contenders.values()) + " |")
    lines += ["", "A false hit is a flagged message in which none of the terms stands for all to see. Harmless messages: "
              + ", ".join(f"{name} {c['benign']['messages']:,}" for name, c in contenders.items()) + "."]
    lines += [f"Left out: {name}, {reason}." for name, reason in results["left_out"].items()]
    return "\n".join(lines) + "\n"


def cell(x, y, value):
    if value is None:
        fill, ink = "#eeeeee", "#555555"
    else:
        fill = "#" + "".join(f"{round(low + (high - low) * value):02x}" for low, high in zip(LOW, HIGH))
        ink = "#ffffff" if value > 0.55 else "#1a1a1a"
    return (f'<rect x="{x}" y="{y}" width="{CELL_WIDTH - 2}" height="{CELL_HEIGHT - 2}" fill="{fill}"/>'
            f'<text x="{x + CELL_WIDTH / 2 - 1}" y="{y + 14}" fill="{ink}" text-anchor="middle">{text_of(value)}</text>')


def heat_map(results):
    names = list(results["contenders"])
    table = list(rows(results))
    width, height = LEFT + CELL_WIDTH * len(names) + 10, TOP + CELL_HEIGHT * len(table) + 10
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
             'font-family="sans-serif" font-size="12">',
             f'<title>Recall by family of evasion, {results["date"]}</title>',
             f'<rect width="{width}" height="{height}" fill="#ffffff"/>']
    for column, name in enumerate(names):
        parts.append(f'<text x="{LEFT + CELL_WIDTH * column + CELL_WIDTH / 2}" y="26" text-anchor="middle" font-weight="bold">'
                     f"{xml.sax.saxutils.escape(name)}</text>")
    for row, (name, values) in enumerate(table):
        y = TOP + CELL_HEIGHT * row
        parts.append(f'<text x="{LEFT - 8}" y="{y + 14}" text-anchor="end">{name}</text>')
        parts += [cell(LEFT + CELL_WIDTH * column, y, value) for column, value in enumerate(values)]
    return "\n".join(parts + ["</svg>"]) + "\n"


def write(results, stem):
    stem.parent.mkdir(parents=True, exist_ok=True)
    stem.with_suffix(".json").write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    stem.with_suffix(".md").write_text(markdown(results), encoding="utf-8")
    stem.with_suffix(".svg").write_text(heat_map(results), encoding="utf-8")
