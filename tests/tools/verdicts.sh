# What `tamis screen` says about messages, and how it is asked.
source "$(dirname "$0")/check.sh"

screen "$messages"
equal 'one verdict for each line that is not blank, in order' "$(actions <<<"$out")" \
  'allow block block review block allow allow unscreened allow '
equal 'ids are echoed' "$(grep -o '"id":[0-9]*' <<<"$out" | tr '\n' ' ')" '"id":1 "id":2 "id":3 "id":4 "id":5 "id":6 "id":7 "id":9 '
holds 'a line that cannot be read is named by its number' "$out" '{"line":9,"action":"unscreened"'
holds 'the exempt sender is marked' "$out" '{"id":6,"action":"allow","exempt":true'
holds 'the shadow rule is reported' "$out" '"rule":"fraud/watch","score":0.9,"shadow":true'
holds 'spans are in all units' "$out" '"span":{"byte":[6,15],"char":[2,5],"utf16":[2,5]}'
holds_not 'no text is told' "$out" 'processing' '手续费' 'darn it' 'closing quote'
holds 'the summary counts' "$err" '9 messages' 'allow 4' 'review 1' 'block 3' 'unscreened 1' 'invalid_json: 1'
holds_not 'no hint where some are messages' "$err" 'no line was a message'
run screen --rules "$rules" <<<'hello there'
holds 'a hint where none is' "$err" 'no line was a message' '--text'
screen "$messages"
equal 'the status says that something was unscreened' $status 3
all=$out

for threads in 1 2 7; do
  screen --threads $threads "$messages"
  equal "$threads threads give the same bytes" "$out" "$all"
done
for i in {1..3000}; do cat "$messages"; done >"$work/many"
screen -q --threads 1 "$work/many"
cp "$work/out" "$work/one-thread"
screen -q --threads 2 "$work/many"
cmp "$work/one-thread" "$work/out" || fail 'many messages: 1 and 2 threads give the same bytes'
equal 'many messages: a verdict each' "$(wc -l <"$work/out")" 27000

screen -q "$messages"
equal 'quiet is quiet' "$err" ''
equal 'quiet gives the same verdicts' "$out" "$all"

screen --only block,review "$messages"
equal '--only leaves the others out' "$(actions <<<"$out")" 'block block review block '
holds 'the summary counts all the same' "$err" '9 messages' 'allow 4'
screen --only unscreened --only review "$messages"
equal '--only twice' "$(actions <<<"$out")" 'review unscreened '

screen --include-text "$messages"
holds 'text on demand' "$out" '"text":"先交手续费😀"' '"text":"手续费"' '"text":"good morning"'

screen --policy lenient "$messages"
equal 'a policy by name' "$(actions <<<"$out")" 'allow allow allow allow allow allow allow unscreened allow '
screen --policy "$rules/policies/lenient.yaml" "$messages"
equal 'a policy by path' "$(actions <<<"$out")" 'allow allow allow allow allow allow allow unscreened allow '

screen --max-line 30 <<<'{"id":1,"text":"short"}
{"id":2,"text":"longer than thirty bytes"}
{"id":3,"text":"short"}'
equal '--max-line' "$(actions <<<"$out")" 'allow unscreened allow '
holds '--max-line says why' "$out" '"line":2' 'line_too_long'
screen --max-line 1KiB <<<'{"text":"short"}'
equal '--max-line with a unit' "$status" 0

screen --text /body/content --id /meta/id --sender from --channel /meta/room <<<'{"meta":{"id":"x","room":"kids-1"},"body":{"content":"darn"},"from":"me"}
{"meta":{"id":"y"},"body":{"content":"processing fee"},"from":"bot","text":"ignored"}
{"text":"elsewhere"}'
equal 'fields elsewhere' "$(actions <<<"$out")" 'block allow unscreened '
holds 'ids elsewhere' "$out" '{"id":"x",' '{"id":"y",'

screen --pretty "$messages"
holds 'for a person to read' "$out" 'block       send the [[processing fee]]' 'fraud/fee 0.9  Asks for a fee' 'shadow: only reported' 'the policy exempts this sender' 'line 9: the line is not valid JSON'
screen --pretty --only review "$messages"
equal 'for a person, only some' "$out" $'review      [[darn]] it\n            mild/darn 0.6  Says darn'
screen --pretty <<<$'{"text":"\\u001b[2J\\u202eprocessing fee"}'
holds_not 'no escape reaches the terminal' "$out" $'\e' $'\u202e'
finish
