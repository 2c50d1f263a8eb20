# bench/record/run in small, on made-up chat: what it writes is there and can be read. record.sh SOURCE_TREE BUILD_TREE
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$1/bench/record/run" --build "$2" --out "$work/record" --messages "$work/none" --made-up 2000 --runs 1 --repeat 1 \
  --terms 200,100 --regexes 20 --stage-time 0.001 --stage-filter '^fold/|^scan/literals/(100|1000)/mixed' \
  --peers "$work/none" >"$work/log" || { cat "$work/log" >&2; exit 1; }
python3 - "$work/record" <<'PYTHON'
import json, pathlib, re, sys
import xml.etree.ElementTree as xml
folder = pathlib.Path(sys.argv[1])
(record,), (page,), (plot,) = (list(folder.glob(f"*.{kind}")) for kind in ("json", "md", "svg"))
assert record.stem == page.stem == plot.stem and re.match(r"\d{4}-\d\d-\d\d-[a-z0-9-]+$", page.stem), page.stem

figures = json.loads(record.read_text())["end_to_end"]["figures"]
assert all(len(values["runs"]) == 1 for values in figures.values()), figures
assert figures["single/allocations"]["median"] == 0, figures["single/allocations"]

rows = re.search(r"## Targets\n\n(.+?)\n\n", page.read_text(), re.S)[1].splitlines()[2:]
outcomes = [row.split("|")[4].strip() for row in rows]
assert len(rows) == 16 and all(re.match(r"reached$|missed by |not measured$", o) for o in outcomes), rows
missing = [row.split("|")[1].split()[0] for row in rows if "not measured" in row]
assert missing == ["best", "100,000"], rows

assert xml.parse(plot).getroot().tag == "{http://www.w3.org/2000/svg}svg"
PYTHON
