"""A record as SVG: what a message costs each contender, and how that grows with the number of terms."""
import math
from xml.sax.saxutils import escape

import report

WIDTH, HEIGHT = 960, 400
LIGHT = {"paper": "#ffffff", "ink": "#1f2328", "faint": "#d0d7de",
         "colors": ["#0969da", "#1a7f37", "#9a6700", "#bc4c00", "#8250df", "#bf3989", "#8c959f"]}
DARK = {"paper": "#0d1117", "ink": "#e6edf3", "faint": "#30363d",
        "colors": ["#58a6ff", "#3fb950", "#d29922", "#f0883e", "#bc8cff", "#f778ba", "#8b949e"]}


def rules(theme):
    """No CSS variables: librsvg knows none."""
    yield f".paper {{ fill: {theme['paper']}; }} text {{ fill: {theme['ink']}; }} .grid {{ stroke: {theme['faint']}; }}"
    for i, color in enumerate(theme["colors"]):
        yield f".fill{i} {{ fill: {color}; }} .line{i} {{ stroke: {color}; stroke-width: 2; fill: none; }}"


STYLE = "\n".join(["text { font: 13px system-ui, sans-serif; } .title { font-weight: 600; }", *rules(LIGHT),
                   "@media (prefers-color-scheme: dark) {", *rules(DARK), "}"])


def text(x, y, string, anchor="start", kind=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="{kind}">{escape(string)}</text>'


def rectangle(x, y, width, height, color):
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" class="fill{color}"/>'


def round_up(value):
    """The next of 1, 2, 5, 10, 20, …"""
    magnitude = 10 ** math.floor(math.log10(value))
    return next(step * magnitude for step in (1, 2, 5, 10) if step * magnitude >= value)


def ticks(limit):
    step = round_up(limit / 5)
    return [step * i for i in range(int(limit / step) + 1)]


def bars_of(record):
    """(title, [(part, ns, color), …]) from the floor to the plain pipeline."""
    end_to_end = record["end_to_end"]
    path = f"memory/{end_to_end['terms'][0]}/"
    figures = {name: values["median"] for name, values in end_to_end["figures"].items()}
    stages = [(stage, figures[f"{path}stage-{stage}/ns"], i) for i, stage in enumerate(report.STAGES)]
    between = figures[path + "tamis-1/ns"] - sum(ns for _, ns, _ in stages)
    return [
        ("floor", [("decode", figures[path + "floor-decode/ns"], 0), ("match", figures[path + "floor-scan/ns"], 3)]),
        ("tamis, 1 worker", stages + [("between the stages", max(between, 0), 6)]),
        ("plain pipeline", [("", figures[path + "plain/ns"], 6)]),
    ]


def draw_bars(record, x, y, width):
    bars = bars_of(record)
    limit = max(sum(ns for _, ns, _ in parts) for _, parts in bars) * 1.1
    left = x + 105
    scale = (width - 105) / limit
    terms = record["end_to_end"]["terms"][0]
    out = [text(x, y, f"CPU time a message, ns ({terms:,} terms, {record['end_to_end']['regexes']} regexes)", kind="title")]
    for tick in ticks(limit):
        at = left + tick * scale
        out += [f'<path class="grid" d="M{at:.1f} {y + 20}v190"/>', text(at, y + 228, f"{tick:g}", "middle")]
    for row, (title, parts) in enumerate(bars):
        top = y + 35 + row * 60
        at = left
        out.append(text(left - 8, top + 25, title, "end"))
        for _, ns, color in parts:
            out.append(rectangle(at, top, ns * scale, 40, color))
            at += ns * scale
        out.append(text(at + 6, top + 25, f"{sum(ns for _, ns, _ in parts):.0f}"))
    for i, (part, _, color) in enumerate(bars[1][1]):
        at_x, at_y = left + i % 3 * 105, y + 252 + i // 3 * 22
        out += [rectangle(at_x, at_y - 11, 12, 12, color), text(at_x + 18, at_y, part)]
    return out


def curves_of(record):
    """(title, [(terms, ns), …], color)"""
    end_to_end = record["end_to_end"]
    whole = [(terms, end_to_end["figures"][f"memory/{terms}/tamis-1/ns"]["median"]) for terms in end_to_end["terms"]]
    scan = [(int(name.split("/")[2]), result["ns"]) for name, result in record["stages"].items()
            if name.startswith("scan/literals/") and name.endswith("/mixed")]
    curves = [("tamis, 1 worker", sorted(whole), 0), ("scan for literals alone", sorted(scan), 2)]
    return [curve for curve in curves if curve[1]]


def draw_curves(record, x, y, width):
    curves = curves_of(record)
    points = [point for _, curve, _ in curves for point in curve]
    first, last = math.log10(min(t for t, _ in points)), math.log10(max(t for t, _ in points))
    limit = max(ns for _, ns in points) * 1.1
    left, bottom = x + 45, y + 210

    def place(terms, ns):
        return left + (math.log10(terms) - first) / max(last - first, 1e-9) * (width - 60), bottom - ns / limit * 190

    out = [text(x, y, "CPU time a message, ns, over the number of terms", kind="title")]
    for tick in ticks(limit):
        at = bottom - tick / limit * 190
        out += [f'<path class="grid" d="M{left} {at:.1f}h{width - 60}"/>', text(left - 8, at + 4, f"{tick:g}", "end")]
    for power in range(math.ceil(first), math.floor(last) + 1):
        out.append(text(place(10**power, 0)[0], bottom + 18, f"{10**power:,}", "middle"))
    for row, (title, curve, color) in enumerate(curves):
        places = [place(*point) for point in curve]
        path = "M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in places)
        out.append(f'<path d="{path}" class="line{color}"/>')
        out += [f'<circle cx="{px:.1f}" cy="{py:.1f}" r="3.5" class="fill{color}"/>' for px, py in places]
        out += [rectangle(left + row * 150, y + 241, 12, 12, color), text(left + row * 150 + 18, y + 252, title)]
    return out


def draw(record):
    note = f"{record['machine']['cpu']}, {record['machine']['distribution']}, {record['date']}"
    body = ['<rect class="paper" width="100%" height="100%"/>', *draw_bars(record, 20, 40, 480),
            *draw_curves(record, 540, 40, 400), text(20, HEIGHT - 20, note)]
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
            f"<style>{STYLE}</style>\n" + "\n".join(body) + "\n</svg>\n")
