# `tamis rules check` and `tamis rules list`.
source "$(dirname "$0")/check.sh"

run rules check "$rules"
equal 'check: status' "$status" 0
holds 'check: counts' "$out" '2 categories, 3 rules, 4 patterns, 6 tests passed' "policy 'default'"
equal 'check: no complaint' "$err" ''
run rules check "$rules/fraud"
holds 'check: one pack' "$out" '1 categories, 2 rules' "policy 'built-in'"
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

run rules list --rules "$rules"
equal 'list: status' "$status" 0
equal 'list' "$(tr -s ' ' <<<"$out")" 'fraud Fraud
 fraud/fee 0.9 Asks for a fee fraud/fee.yaml:2:5
 fraud/watch 0.9 Being watched (shadow) fraud/fee.yaml:7:5
mild Mild
 mild/darn 0.6 Says darn mild/mild.yaml:2:5'
run rules list --rules "$rules" --category mild
equal 'list: one category' "$(wc -l <<<"$out")" 2
run rules list --rules "$rules" --category none
equal 'list: no such category: status' "$status" 1
holds 'list: no such category' "$err" "tamis: there is no category 'none'"

# The second time, the rules come from the cache; --no-cache leaves it alone.
[[ -n $(ls "$XDG_CACHE_HOME/tamis") ]] || fail 'the rules are kept in the cache'
export XDG_CACHE_HOME=$work/other
run rules list --rules "$rules" --no-cache
[[ ! -e $work/other ]] || fail '--no-cache writes no cache'
finish
