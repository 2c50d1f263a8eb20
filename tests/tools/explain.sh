# `tamis explain`: a verdict for a person.
source "$(dirname "$0")/check.sh"
explain() { run explain --rules "$rules" "$@"; }

explain 'Send the PROCESSING  fee, darn it'
equal 'status' "$status" 0
holds 'the text with what hit' "$out" 'Send the [[PROCESSING  fee]], [[darn]] it'
holds 'the folded text' "$out" 'folded    send the processing fee, darn it'
holds 'the verdict' "$out" 'verdict   block'
holds 'the categories with their thresholds' "$out" 'fraud 0.9  block from 0.85' 'mild 0.6  review from 0.5'
holds 'the clause that decided' "$out" 'policies/default.yaml:3:3'
holds 'the rule, its title and place' "$out" 'fraud/fee 0.9  Asks for a fee  fraud/fee.yaml:2:5' 'bytes 9-24, by fraud/fee.yaml:5:13'
holds 'the rule set and the policy' "$out" "policy 'default'"

explain 'oh d-4rn'
holds 'how it was hidden' "$out" '[[d-4rn]]' 'by mild/mild.yaml:5:13, skeleton: leetspeak, separator'
printf 'policy: odd\nthresholds: {mild: {review: 0.5}}\n' >"$work/odd.yaml"
explain 'processing fee' --policy "$work/odd.yaml"
holds 'a policy that says nothing of a category' "$out" 'below review (never) and block (never)' 'odd.yaml:2:1'
explain 'good morning'
holds 'nothing hits' "$out" 'verdict   allow: no rule hits'
explain 'darn' --channel kids-1
holds 'the channel counts' "$out" 'verdict   block' 'policies/default.yaml:7:7 (channel kids-*)'
explain 'darn' --sender bot
holds 'the sender counts' "$out" 'verdict   allow: the policy exempts this sender' 'mild/darn'
explain 'a wire transfer'
holds 'a shadow rule is told' "$out" 'verdict   allow' 'fraud/watch' 'shadow: only reported'
explain 'darn' --policy lenient
holds 'below the thresholds' "$out" 'verdict   allow' 'below review (0.95) and block (never)'

explain - <<<'先交手续费'
holds 'from standard input' "$out" '先交[[手续费]]' 'verdict   block'
printf 'one line\nprocessing\nfee' | { explain -; holds 'several lines are one text' "$out" 'verdict   block'; ((failures == 0)); } || fail 'several lines'
explain -- --processing-fee
equal 'a text that looks like a flag' "$status" 0
explain ''
holds 'the empty text' "$out" 'verdict   allow: no rule hits'
equal 'the empty text: status' "$status" 0
explain $'\xff'
equal 'not UTF-8: status' "$status" 1
holds 'not UTF-8: says so' "$err" 'tamis: the text is not valid UTF-8'
explain $'\e[2Jprocessing fee\u202e'
holds_not 'no escape reaches the terminal' "$out" $'\e' $'\u202e'

# --why-not: what keeps one rule from firing, or its finding from counting.
why() { explain --why-not "$@"; }
why fraud/fee 'good morning'
equal 'a part is missing: status' "$status" 0
holds 'a part is missing' "$out" 'fraud/fee does not fire: nothing of 2 patterns from fraud/fee.yaml:5:13 is there' 'views     folded'
why mild/darn 'a yarndarn'
holds 'inside a longer word' "$out" "'darn' at 6 is inside a longer word, 'yarndarn' at 2"
why mild/darn 'oh d4rn'
holds 'it fires' "$out" 'mild/darn fires: mild scores 0.6, review from 0.5' "'d4rn' at 3 (skeleton: leetspeak)"
pinyin=$work/pinyin
mkdir -p "$pinyin/p"
cat >"$pinyin/p/pack.yaml" <<<'{category: p, title: P, description: For one test.}'
cat >"$pinyin/p/rules.yaml" <<'YAML'
rules:
  - {id: by-sound, title: By sound, severity: high, terms: [加微信], views: [pinyin], tests: {hit: [加薇芯], miss: [x]}}
  - {id: as-written, title: As written, severity: high, terms: [加微信], tests: {hit: [加微信], miss: [x]}}
YAML
run explain --rules "$pinyin" --why-not p/as-written '请加薇芯'
holds 'found in a view that the rule does not look at' "$out" 'does not fire' "is '加微信' in the pinyin view, where the rule does not look"
why fraud/watch 'a wire transfer'
holds 'a shadow rule does not count' "$out" 'fires, but does not count' 'its status is shadow'
why mild/darn darn --sender bot
holds 'an exempt sender' "$out" 'fires, but does not count: the policy exempts this sender'
why mild/darn darn --policy lenient
holds 'below the threshold' "$out" 'fires, but does not count: mild scores 0.6, below review (0.95) and block (never)'
why fraud/fees x
equal 'no such rule: status' "$status" 1
holds 'no such rule' "$err" "there is no rule 'fraud/fees'; the nearest are fraud/fee"
why mild/darn --json yarndarn
holds 'JSON' "$out" '"rule":"mild/darn"' '"fires":false,"obstacle":"inside-word"'
explain --json darn
holds 'the verdict as JSON' "$out" '{"action":"review","categories":{"mild":0.6}'
finish
