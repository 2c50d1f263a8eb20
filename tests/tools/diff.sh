# `tamis rules diff`: which verdicts another rule set changes.
source "$(dirname "$0")/check.sh"
old=$rules
new=$work/new
cp -r "$old" "$new"
cat >"$new/mild/mild.yaml" <<'YAML'
rules:
  - id: darn
    title: Says darn
    severity: high
    terms: [darn]
    tests: {hit: [darn], miss: [barn]}
  - id: heck
    title: Says heck
    severity: medium
    terms: [heck]
    tests: {hit: [heck], miss: [deck]}
YAML
sed -i 's/id: watch/id: wire/' "$new/fraud/fee.yaml"
cat >"$work/traffic.ndjson" <<'E2'
{"id":"a","text":"darn"}
{"id":"b","text":"what the heck"}

{"text":"heck no"}
{"id":5,"text":"good morning"}
not JSON
{"id":"f","text":"a processing fee"}
E2
diff_rules() { run rules diff "$@" <"$work/traffic.ndjson"; }
figure() { python3 -c "import json, sys; r = json.loads(sys.argv[1]); print($1)" "$out"; }

diff_rules "$old" "$new" --json
equal 'status' "$status" 0
equal 'messages and flips' "$(figure 'r["messages"], r["flips"]')" '6 3'
equal 'transitions' "$(figure '[list(t.values()) for t in r["transitions"]]')" "[['allow', 'review', 2], ['review', 'block', 1]]"
equal 'gone and new' "$(figure 'r["gone"], r["new"]')" "['fraud/watch'] ['fraud/wire', 'mild/heck']"
equal 'another score' "$(figure 'r["rescored"]')" "[{'rule': 'mild/darn', 'before': 0.6, 'after': 0.9}]"
equal 'a rule' "$(figure 'r["rules"]["mild/heck"]')" "{'gained': 2, 'lost': 0, 'examples': [{'id': 'b', 'before': 'allow', 'after': 'review'}, {'id': 4, 'before': 'allow', 'after': 'review'}]}"
equal 'a score' "$(figure 'r["rules"][""]["gained"], r["rules"][""]["examples"][0]["id"]')" '1 a'
equal 'a category' "$(figure '[list(t.values()) for t in r["categories"]["mild"]]')" "[['allow', 'review', 2], ['review', 'block', 1]]"
diff_rules "$new" "$old" --json
equal 'the other way round' "$(figure 'r["rules"]["mild/heck"]["lost"]')" 2
diff_rules "$old" "$old" --json
equal 'the same rules: nothing flips' "$(figure 'r["flips"], r["rules"], r["gone"]')" '0 {} []'
diff_rules "$old" "$new"
holds 'for people' "$out" '3 verdicts flip' 'allow -> review 2' 'mild/heck' '(scores or policy)' '1 rule is gone: fraud/watch' '1 rule is scored otherwise: mild/darn 0.6 -> 0.9'
holds_not 'no text' "$out" 'what the heck'
run rules diff "$old" "$new" "$work/traffic.ndjson" </dev/null
holds 'messages of a file' "$out" '3 verdicts flip'
run rules diff "$old" "$new" "$work/missing"
equal 'a missing file: status' "$status" 1
holds 'a missing file' "$err" "tamis: $work/missing: No such file or directory"
run rules diff "$old" "$new" "$work"
equal 'a folder: status' "$status" 1
run rules diff "$old" "$new" - </dev/null
equal 'nothing to compare by: status' "$status" 1
holds 'nothing to compare by' "$err" 'tamis: standard input: there are no messages in it'
{ echo '{"text":"a"}'; printf '{"text":"%03000000d"}\n' 0; echo '{"text":"darn"}'; } >"$work/long.ndjson"
run rules diff "$old" "$new" "$work/long.ndjson" --json
equal 'behind a line that is too long' "$(figure 'r["messages"], r["flips"], r["rules"][""]["examples"][0]["id"]')" '2 1 3'
holds 'a line that is too long' "$err" "long.ndjson: left out 1 line of more than"
echo '{"text":"darn"}' >"$work/one.ndjson"
run rules diff "$old" "$new" "$work/one.ndjson"
holds 'one' "$out" '1 message, 1 verdict flips'
diff_rules "$old" "$new" --show-text
holds 'text where it is asked for' "$out" 'what the heck'
diff_rules "$old" "$new" --max-flips 3
equal 'as many as allowed: status' "$status" 0
diff_rules "$old" "$new" --max-flips 2
equal 'more than allowed: status' "$status" 1
holds 'more than allowed' "$err" '3 verdicts flip, more than 2'
diff_rules "$old" "$old" --new-policy lenient --json
equal 'another policy: status' "$status" 0
equal 'another policy: it says which' "$(figure 'r["before_policy"], r["after_policy"]')" 'default lenient'
diff_rules "$old" "$old" --new-policy lenient
holds 'another policy: it says which to people, too' "$out" "under policy 'default'" "under 'lenient'"
diff_rules "$old"
equal 'one rule set: status' "$status" 2
diff_rules "$old" "$work/missing"
equal 'no such rules: status' "$status" 1

# More than goes through at once, in order: every third message flips.
python3 -c '
for i in range(60000):
    print("{\"id\":%d,\"text\":\"%s and some more words to fill the line\"}" % (i, ("heck", "morning", "evening")[i % 3]))' >"$work/traffic.ndjson"
diff_rules "$old" "$new" --json --examples 1000
equal 'many' "$(figure 'r["messages"], r["flips"], [e["id"] for e in r["rules"]["mild/heck"]["examples"]] == list(range(0, 3000, 3))')" '60000 20000 True'
finish
