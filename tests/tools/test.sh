# `tamis rules test`: which tests fail, and which parts of the rule are there; `--watch`.
source "$(dirname "$0")/check.sh"
figure() { python3 -c "import json, sys; r = json.loads(sys.argv[1]); print($1)" "$out"; }

run rules test "$rules"
equal 'all pass: status' "$status" 0
equal 'all pass' "$out" '6 tests passed, 0 failed'
run rules test "$rules" --only mild/
equal 'some rules alone' "$out" '2 tests passed, 0 failed'
run rules test "$rules" --only none/
equal 'no such rule: status' "$status" 1

mkdir "$work/pack"
cat >"$work/pack/pack.yaml" <<'YAML'
{category: test, title: Test, description: For tests.}
YAML
cat >"$work/pack/rules.yaml" <<'YAML'
rules:
  - id: fee
    title: Asks for a fee
    severity: high
    all:
      - terms: [lottery, prize]
      - terms: [fee]
        regex: ['\bpay \d+']
    within: 10
    unless: [never pay]
    tests:
      hit:
        - a prize for a fee
        - a prize
        - the lottery is at the other end of town from the fee
        - a prize, pay 30, never pay anything
      miss:
        - pay 30 for the prize
        - good morning
YAML
run rules test "$work/pack" --json
equal 'failures: status' "$status" 1
equal 'failures' "$(figure 'r["passed"], r["failed"], [f["place"] for f in r["failures"]]')" "2 4 ['rules.yaml:14:11', 'rules.yaml:15:11', 'rules.yaml:16:11', 'rules.yaml:18:11']"
parts() { figure "[(p['holds'], p['part']) for p in r['failures'][$1]['parts']]"; }
equal 'a part is missing' "$(parts 0)" "[(False, '1 of 2 parts, of which 2 are wanted'), (True, \"2 patterns from rules.yaml:6:17 on: 'prize' at 2\"), (False, '2 patterns from rules.yaml:7:17 on: none is there')]"
holds 'too far apart' "$(parts 1)" "2 of 2 parts, of which 2 are wanted; 38 characters between 'lottery' at 4 and 'fee' at 49, and 10 at most may be"
holds 'excused' "$(parts 2)" "unless: 'never pay' at 17 from rules.yaml:10:14 excuses all of it"
holds 'a regex that is there' "$(parts 3)" "'pay 30'"
run rules test "$work/pack"
holds 'for people' "$out" 'test/fee  should hit, and does not: rules.yaml:14:11' '- 1 of 2 parts' 'should not hit, and does:' '[[pay 30]] for the [[prize]]' '2 tests passed, 4 failed'
run rules test "$here/broken"
equal 'rules that do not load: status' "$status" 1
holds 'rules that do not load' "$err" "'severity' must be"
[[ ! -e $XDG_CACHE_HOME/tamis ]] || fail 'rules whose tests were not run are not kept in the cache'

# It runs again once a file has changed, whatever is in it then.
"$tamis" rules test "$work/pack" --watch >"$work/watched" 2>"$work/errors" &
watcher=$!
await() {
  for _ in {1..100}; do
    grep -q "$1" "$2" && return
    sleep 0.1
  done
  fail "watch: there is no '$1' in: $(cat "$2")"
}
await '2 tests passed, 4 failed' "$work/watched"
await 'waiting for a change' "$work/watched"
sed -i '/^        - a prize$/d; /the lottery is/d; /never pay anything/d; s/pay 30 for the prize/the prize/' "$work/pack/rules.yaml"
await '3 tests passed, 0 failed' "$work/watched"
sed -i 's/severity: high/severity: highest/' "$work/pack/rules.yaml"
await "'severity' must be" "$work/errors"
kill -0 "$watcher" || fail 'it goes on after an error'
kill "$watcher"
wait "$watcher" 2>/dev/null
finish
