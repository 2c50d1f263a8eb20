# bench-stages on made-up chat: every benchmark finds the right answers and has its figures. stages.sh PROGRAM
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$1" --messages "$work/none" --benchmark_min_time=0.001 --benchmark_out="$work/out.json" \
  --benchmark_filter='^(decode|fold|scan/literals/4999|scan/regexes/100)/|^(judge|emit)/hit-heavy$' >/dev/null
python3 - "$work/out.json" <<'PYTHON'
import json, sys
results = json.load(open(sys.argv[1]))["benchmarks"]
names = [result["name"] for result in results]
assert len(names) == 4 * 8 + 2 and "scan/regexes/100/half-term-flood" in names, names
for result in results:
    assert "error_occurred" not in result, result
    assert result["time/message"] > 0 and result["bytes/message"] > 0, result
PYTHON
if "$1" --benchmark_no_such_option >"$work/log" 2>&1; then
  echo "an unknown option was taken" >&2
  exit 1
fi
