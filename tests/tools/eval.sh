# `tamis eval`: what is counted, against figures worked out by hand.
source "$(dirname "$0")/check.sh"
data=$here/labelled.ndjson
evaluate() { run eval --rules "$rules" --positive scam=fraud --negative ok "$@"; }
# figure EXPRESSION: of the report, as `r`.
figure() { python3 -c "import json, sys; r = json.loads(sys.argv[1]); print($1)" "$out"; }

# Harmful: f1 f2 f3 f4 7 and the last, of which f1 f2 7 and the last are hits. Harmless: h1 h2 h3, of which h2 is one.
evaluate --json "$data"
equal 'json: status' "$status" 0
equal 'all' "$(figure '[r["all"][k] for k in ("true_hits", "false_hits", "misses", "true_passes")]')" '[4, 1, 2, 2]'
equal 'precision' "$(figure 'round(r["all"]["precision"]["value"], 6)')" 0.8
# 4 of 5 by Wilson's formula: (0.37553, 0.96379); 4 of 6: (0.30000, 0.90323).
equal 'interval of precision' "$(figure '[round(r["all"]["precision"][k], 4) for k in ("low", "high")]')" '[0.3755, 0.9638]'
equal 'interval of recall' "$(figure '[round(r["all"]["recall"][k], 4) for k in ("low", "high")]')" '[0.3, 0.9032]'
equal 'F1' "$(figure 'round(r["all"]["f1"], 4)')" 0.7273
equal 'a category' "$(figure '[r["categories"]["fraud"][k] for k in ("true_hits", "false_hits", "misses", "true_passes")]')" '[3, 0, 2, 4]'
# f2 and h2 say darn without being mild; the last is found as fraud, so it is no miss of mild.
equal 'another category' "$(figure '[r["categories"]["mild"][k] for k in ("true_hits", "false_hits", "misses", "true_passes")]')" '[1, 2, 0, 5]'
equal 'confusion' "$(figure 'r["confusion"]')" "{'fraud': {'fraud': 3, 'none': 2}, 'mild': {'mild': 1}, 'none': {'mild': 1, 'none': 2}}"
equal 'a rule and its false hit' "$(figure 'r["rules"]["mild/darn"]')" "{'true_hits': 2, 'false_hits': 1, 'too_weak': 0, 'false_examples': [{'id': 'h2'}], 'too_weak_examples': []}"
equal 'a rule in shadow is too weak' "$(figure 'r["rules"]["fraud/watch"]["too_weak"], r["rules"]["fraud/watch"]["too_weak_examples"]')" "1 [{'id': 'f4'}]"
equal 'untouched' "$(figure 'r["untouched"], r["untouched_examples"]')" "1 [{'id': 'f3'}]"
equal 'over a threshold' "$(figure '[(t["precision"], t["recall"]) for t in r["thresholds"] if t["threshold"] == 0.61]')" '[(1.0, 0.5)]'
holds 'left out is told' "$err" 'other (1)'
holds_not 'no text' "$out" overslept

evaluate "$data"
holds 'for people' "$out" 'A message of several categories' '9 messages, 6 harmful and 3 harmless' '0.800 (0.376-0.964)' 'mild/darn' 'false: h2'
holds_not 'no text for people either' "$out" overslept
evaluate --show-text "$data"
holds 'texts where they are asked for' "$out" 'darn, I overslept'
evaluate --json --action block "$data"
equal 'block alone' "$(figure '[r["all"][k] for k in ("true_hits", "false_hits", "misses", "true_passes")]')" '[3, 0, 3, 3]'
evaluate --json --in mild "$data"
equal 'hits in one category' "$(figure '[r["all"][k] for k in ("true_hits", "false_hits", "misses", "true_passes")]')" '[2, 1, 4, 2]'
evaluate --json --policy lenient "$data"
equal 'another policy' "$(figure 'r["policy"]')" lenient

# The parts are the whole, and do not depend on what stands beside a message.
for part in tuning held-out; do
  evaluate --json --part $part "$data"
  equal "$part: status" "$status" 0
  figure 'r["all"]["recall"]["of"] + r["all"]["false_positive_rate"]["of"]' >>"$work/parts"
done
equal 'the parts are the whole' "$(paste -sd+ "$work/parts" | bc)" 9
[[ $(sort -n "$work/parts" | head -1) != 0 ]] || fail 'neither part is empty'

# Messages that say their categories themselves, benign files, standard input, other fields.
evaluate --json - <<<'{"id":1,"text":"processing fee","categories":["fraud"]}
{"id":2,"text":"processing fee","categories":[]}'
equal 'categories' "$(figure '[r["all"][k] for k in ("true_hits", "false_hits", "misses", "true_passes")]')" '[1, 1, 0, 0]'
run eval --rules "$rules" --json --benign "$data"
equal 'a benign file' "$(figure '[r["all"][k] for k in ("false_hits", "true_passes")]')" '[6, 4]'
run eval --rules "$rules" --json --label /truth/0 --text body --id /meta/id - <<<'{"meta":{"id":"x"},"body":"darn","truth":["fraud"]}
not JSON'
equal 'other fields' "$(figure 'r["all"]["false_hits"], r["categories"]["mild"]["false_hits"], r["rules"]["mild/darn"]["true_hits"]')" '0 1 1'
holds 'what is no JSON is told' "$err" '1 lines'
run eval --rules "$rules" --json --positive 'sc*=mild,fraud' "$data"
equal 'a glob' "$(figure 'r["labels"]["scam"]["hits"]["of"]')" 4
run eval --rules "$rules" "$data"
equal 'labels of no meaning: the rest is measured' "$status" 0
holds 'labels of no meaning' "$err" 'ok (3)' 'scam'
run eval --rules "$rules" - <<<'{"text":"a","label":"x"}'
equal 'no label of a meaning: status' "$status" 1
holds 'no label of a meaning' "$err" 'x (1)' '--positive'
evaluate --json - <<<'{"id":1,"text":7,"label":"scam"}'
equal 'unscreened: status' "$status" 3
equal 'unscreened is no hit' "$(figure 'r["unscreened"], r["all"]["misses"]')" '1 1'

evaluate --html "$work/page.html" "$data"
equal 'page: status' "$status" 0
page=$(cat "$work/page.html")
holds 'page' "$page" '<svg' 'mild/darn' 'prefers-color-scheme: dark' '0.800' '<title>the policy</title>'
holds_not 'page: nothing from elsewhere, no text, nothing left to fill' "$page" 'http' '<script' overslept 'SUMMARY@' 'RULES@'
evaluate --html "$work/page.html" - <<<'{"id":"<b>","text":"processing fee","label":"ok"}'
holds_not 'page: what is in the data is no markup' "$(cat "$work/page.html")" '<b>'

for wrong in 'no such category:--positive:scam=fruad' 'no mapping:--positive:scam' 'no such part:--part:third' 'no such hits:--in:fruad'; do
  IFS=: read -r what flag value <<<"$wrong"
  run eval --rules "$rules" "$flag" "$value" "$data"
  equal "$what: status" "$status" 2
done
holds 'categories that there are are named' "$err" 'fraud, mild'
run eval --rules "$rules" "$work/missing"
equal 'no such file: status' "$status" 1
finish
