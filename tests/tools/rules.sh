# `tamis rules check` and `tamis rules list`.
source "$(dirname "$0")/check.sh"

run rules check "$rules"
equal 'check: status' "$status" 0
holds 'check: counts' "$out" '2 categories, 3 rules, 4 patterns, 6 tests passed' "policy 'default'"
equal 'check: no complaint' "$err" ''
run rules check "$rules/fraud"
holds 'check: one pack' "$out" '1 category, 2 rules' "policy 'built-in'"
run rules check "$rules" --policy lenient
holds 'check: a policy by name' "$out" "policy 'lenient'"
[[ ! -e $XDG_CACHE_HOME/tamis ]] || fail 'check leaves the cache alone'

run rules check "$here/broken"
equal 'check: broken rules: status' "$status" 1
equal 'check: broken rules: nothing on standard output' "$out" ''
cd "$here" || exit
run rules check broken
equal 'check: broken rules: all is told' "$err" "broken/rules.yaml:4:15: error: 'severity' must be 'low', 'medium' or 'high'
 4 |     severity: highest
   |               ^
broken/rules.yaml:2:5: error: the rule has no test for a miss
 2 |   - id: fee
   |     ^
   under 'tests:', give 'hit:' and 'miss:' a message each at least
2 errors"
run rules check "$work/missing"
equal 'check: no such folder: status' "$status" 1

# Evasion. What folding undoes is found whatever else is not; the counts are those of the table.
share() { python3 -c 'import json, sys; f = json.loads(sys.argv[1])["evasion"]["families"][sys.argv[2]]; print(f["found"] / f["mutants"])' "$1" "$2"; }
run rules check "$rules" --evasion --json
equal 'evasion: status' "$status" 0
equal 'evasion: invisible characters are undone' "$(share "$out" zero-width)" 1.0
equal 'evasion: rules' "$(python3 -c 'import json, sys; print(*json.loads(sys.argv[1])["evasion"]["rules"])' "$out")" 'fraud/fee fraud/watch mild/darn'
first=$out
run rules check "$rules" --evasion --json
equal 'evasion: the same seeds give the same' "$out" "$first"
run rules check "$rules" --evasion --json --first-seed 2 --seeds 7
equal 'evasion: seven mutants of each part' "$(python3 -c 'import json, sys; a, b = (json.loads(x)["evasion"]["families"]["spaced"]["mutants"] for x in sys.argv[1:]); print(a * 7 == b * 5 > 0)' "$first" "$out")" True
run rules check "$rules" --evasion
holds 'evasion: the table' "$out" '2 categories' 'mutated hits still found' 'zero-width         100 %'
run rules check "$rules" --min-evasion 0
equal 'evasion: enough' "$status" 0
# A regex has no letters to guess, so what is masked is lost to it.
mkdir "$work/regex"
cat >"$work/regex/pack.yaml" <<'YAML'
{category: regex, title: Regex, description: For tests.}
YAML
cat >"$work/regex/rules.yaml" <<'YAML'
rules:
- {id: a, title: A, severity: high, regex: ['^qxz$'], tests: {hit: qxz, miss: q}}
YAML
run rules check "$work/regex" --min-evasion 1
equal 'evasion: not enough: status' "$status" 1
holds 'evasion: not enough' "$err" 'of the mutated hits are found, less than 100.00 %'
run rules check "$rules" --min-evasion 2
equal 'evasion: a share is at most 1' "$status" 2

# What looks wrong is told with its place, and fails only where that is wanted; budgets are errors.
mkdir "$work/odd"
cat >"$work/odd/pack.yaml" <<'YAML'
{category: odd, title: Odd, description: For tests.}
YAML
cat >"$work/odd/rules.yaml" <<'YAML'
rules:
  - id: fee
    title: Asks for a fee
    severity: high
    terms: [fee, a fee]
    tests: {hit: fee, miss: free}
  - id: anything
    title: Anything at all
    severity: low
    regex: ['\w|[^\w]']
    budget: 0.5
    tests: {hit: fee, miss: '​'}
  - id: fee-and-anything
    title: Asks for a fee, whatever else there is
    severity: low
    all: [{terms: [toll]}, {regex: ['[^\d]|[\d]+']}]
    tests: {hit: the toll, miss: fee}
YAML
found() { python3 -c "import json, sys; r = json.loads(sys.argv[1]); print($1)" "$out"; }
cd "$work" || exit
run rules check odd --costly 100000  # of nanoseconds: what it takes is not tested here
equal 'warnings: status' "$status" 0
holds 'warnings' "$err" "odd/rules.yaml:5:18: warning: this term adds nothing: 'fee' (rules.yaml:5:13) holds wherever it does" 'odd/rules.yaml:10:13: warning: this regex matches' 'odd/rules.yaml:16:37: warning: this regex matches' '3 warnings'
run rules check odd --strict --costly 100000
equal 'strict: status' "$status" 1
holds 'strict' "$err" 'odd/rules.yaml:5:18: error: ' '3 errors'
run rules check odd --costly 0 --json
equal 'costly: status' "$status" 0
equal 'costly' "$(found '[f["line"] for f in r["found"] if "alone costs" in f["message"]]')" '[10]'
printf '{"id":"x%d","text":"the fee is due"}\n' {1..10} >benign.ndjson
printf '{"id":"y%d","text":"good morning"}\n' {1..10} >>benign.ndjson
run rules check odd --benign benign.ndjson --json
equal 'budget: status' "$status" 1
equal 'budget' "$(found '[(f["line"], f["severity"], f["message"]) for f in r["found"] if f["severity"] == "error"]')" "[(2, 'error', 'odd/fee hits 10 of 20 harmless messages, more than its budget of 0.0001'), (7, 'error', 'odd/anything hits 20 of 20 harmless messages, more than its budget of 0.5')]"
equal 'budget: how many were screened' "$(found 'r["benign_messages"]')" 20
run rules check odd --benign benign.ndjson
holds 'budget: for people' "$out" '20 harmless messages screened; 2 rules over budget'
sed -i 's/    tests: {hit: fee, miss: free}/    budget: 0.5\n&/' odd/rules.yaml
run rules check odd --benign benign.ndjson --json
equal 'budget that is kept' "$(found '[f["message"][:8] for f in r["found"] if f["severity"] == "error"]')" "['odd/anyt']"
run rules check odd --benign "$work/missing"
equal 'budget: no such file: status' "$status" 1
cd "$here" || exit

# Formatting: what changes is named; --check changes nothing.
cp -r "$rules" "$work/unordered"
cat >"$work/unordered/mild/mild.yaml" <<'YAML'
rules:
  - title: Says darn   # at times
    terms: [darn]
    id: darn
    severity: medium
    tests: {hit: [darn], miss: [barn]}
YAML
before=$(cat "$work/unordered/mild/mild.yaml")
run rules fmt --check "$work/unordered"
equal 'fmt --check: status' "$status" 1
holds 'fmt --check names it' "$out" "$work/unordered/mild/mild.yaml"
equal 'fmt --check changes nothing' "$(cat "$work/unordered/mild/mild.yaml")" "$before"
run rules fmt "$work/unordered"
equal 'fmt: status' "$status" 0
equal 'fmt' "$(head -3 "$work/unordered/mild/mild.yaml")" 'rules:
  - id: darn
    title: Says darn   # at times'
run rules fmt --check "$work/unordered"
equal 'fmt: once is enough: status' "$status" 0
run rules check "$work/unordered"
equal 'fmt: the rules still load' "$status" 0
printf 'rules: [\n' >"$work/bad.yaml"
run rules fmt "$work/bad.yaml"
equal 'fmt: no YAML: status' "$status" 1
holds 'fmt: no YAML' "$err" 'bad.yaml' 'this is not YAML'

run rules list --rules "$rules"
equal 'list: status' "$status" 0
equal 'list' "$(tr -s ' ' <<<"$out")" 'fraud Fraud
 fraud/fee 0.9 Asks for a fee fraud/fee.yaml:2:5
 fraud/watch 0.9 Being watched (shadow) fraud/fee.yaml:7:5
mild Mild
 mild/darn 0.6 Says darn mild/mild.yaml:2:5'
run rules list --rules "$rules" --category mild
equal 'list: one category' "$(wc -l <<<"$out")" 2
run rules list --rules "$rules" --category mild --json
equal 'list: as JSON' "$out" '{"categories":[{"category":"mild","title":"Mild","maps_to":{"openai":[],"dsa":[]},"rules":[{"rule":"mild/darn","score":0.6,"title":"Says darn","shadow":false,"where":"mild/mild.yaml:2:5"}]}]}'
run rules list --rules "$rules" --category fraud --json
holds 'list: what others call it' "$out" '"maps_to":{"openai":["illicit"],"dsa":["STATEMENT_CATEGORY_SCAMS_AND_FRAUD"]}' '"shadow":true'
run rules list --rules "$rules" --category none
equal 'list: no such category: status' "$status" 1
holds 'list: no such category' "$err" "tamis: there is no category 'none'; there are fraud, mild"

# The second time, the rules come from the cache; --no-cache leaves it alone.
[[ -n $(ls "$XDG_CACHE_HOME/tamis") ]] || fail 'the rules are kept in the cache'
export XDG_CACHE_HOME=$work/other
run rules list --rules "$rules" --no-cache
[[ ! -e $work/other ]] || fail '--no-cache writes no cache'
finish
