# `tamis bench`: its counts against those of `tamis screen`; figures are only looked at for being there.
source "$(dirname "$0")/check.sh"

field() { python3 -c 'import json, sys; print(json.loads(sys.argv[1])'"$2"')' "$1"; }

run bench "$messages" --rules "$rules" --runs 1 --json
equal 'status' "$status" 0
line=$out
equal 'messages' "$(field "$line" '["messages"]')" 9
equal 'rules, patterns' "$(field "$line" '["rules"]') $(field "$line" '["patterns"]')" '3 4'
screen "$messages"
for category in fraud mild; do
  equal "hits in $category" "$(field "$line" "[\"hits\"][\"$category\"]")" \
    "$(grep -c "\"$category\":0" <<<"$out")"
done
# What is allocated cannot be told (0) where a sanitizer has put its own allocator in.
figures='compile_seconds cached_seconds database_bytes peak_memory_bytes ns_per_message'
grep -qE '__[at]san_init' "$tamis" || figures+=' rules_bytes'
for figure in $figures; do
  [[ $(field "$line" "[\"$figure\"] > 0") == True ]] || fail "$figure is not above 0"
done
[[ $(field "$line" '["latency_ns"]["p50"]') -le $(field "$line" '["latency_ns"]["p99.9"]') ]] || fail 'quantiles are out of order'
for category in fraud mild; do
  for cost in scan_alone with without; do
    [[ $(field "$line" "[\"category_ns\"][\"$category\"][\"$cost\"] > 0") == True ]] || fail "$category has no cost $cost"
  done
done
for threads in 1 2; do
  [[ $(field "$line" "[\"messages_per_second\"][\"$threads\"] > 0") == True ]] || fail "no throughput on $threads threads"
done
equal 'the costliest rules' "$(field "$line" '["costliest_rules_ns"].__len__()')" 3

run bench - --rules "$rules" --compare "$rules/fraud" --runs 1 --costliest 1 <"$messages"
equal 'compare: status' "$status" 0
holds 'compare: both' "$out" '9 messages' 'hits in mild' 'hits in fraud' 'the costliest rules' 'all without it'
grep -Eq 'hits in mild +[0-9]+ +-$' <<<"$out" || fail 'compare: not side by side'
run bench "$messages" --rules "$rules" --runs 1 --no-without --json
equal 'no-without' "$(field "$out" '["category_ns"]["fraud"].keys()')" "dict_keys(['scan_alone'])"
run bench - --rules "$rules/fraud" --compare "$rules" --runs 1 --no-without <"$messages"
holds 'compare: what the first lacks' "$out" 'hits in mild'
run bench "$messages" --rules "$work/none"
equal 'no rules: status' "$status" 1
run bench /dev/null --rules "$rules"
holds 'no messages' "$err" 'there are no messages to measure with'
finish
