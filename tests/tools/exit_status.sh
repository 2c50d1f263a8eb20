# 0: done. 1: could not run. 2: wrong usage. 3: something was not screened.
source "$(dirname "$0")/check.sh"

screen <<<'{"text":"processing fee"}'
equal 'all screened, even if blocked' "$status" 0
screen <<<'{'
equal 'something unscreened' "$status" 3
screen --only block <<<'{'
equal 'something unscreened, though not printed' "$status" 3

screen --only block <<<'{"content":"hello"}'
holds 'no message has a text: what to do' "$err" "no message has a 'text'" '--text'
screen --only block <<<'{"content":"hello"}
{"text":"hello"}'
holds_not 'some have one' "$err" 'no message has'
screen --quiet <<<'{"content":"hello"}'
equal 'quiet about it' "$err" ''

usage() {
  run "${@:2}" </dev/null
  equal "$1: status" "$status" 2
  equal "$1: nothing on standard output" "$out" ''
  holds "$1: says where help is" "$err" 'tamis: ' "Try 'tamis"
}
usage 'no command'
usage 'a wrong command' scren
holds 'a wrong command: which there are' "$err" "no command 'scren'; commands are screen, explain, bench, eval, rules"
usage 'a wrong command below rules' rules chek
holds 'a wrong command below rules: which there are' "$err" "no command 'chek'; commands are check, test, diff, fmt, learn, list" "Try 'tamis rules --help'"
usage 'a wrong flag' screen --rules "$rules" --ruls x
holds 'a wrong flag is named' "$err" '--ruls'
usage 'a wrong number' screen --rules "$rules" --threads many
usage 'no threads' screen --rules "$rules" --threads 0
usage 'a wrong action' screen --rules "$rules" --only deny
usage 'a wrong size' screen --rules "$rules" --max-line 10apples
usage 'a wrong color' --color sometimes rules list
usage 'a bad pointer' screen --rules "$rules" --text /a~b
holds 'a bad pointer is explained' "$err" '~0 for ~'
usage 'two fields in one place' screen --rules "$rules" --text id
usage 'no text to explain' explain --rules "$rules"
usage 'rules without a command' rules
usage 'a flag without its value' screen --rules

could_not() {
  run "${@:2}" </dev/null
  equal "$1: status" "$status" 1
  equal "$1: nothing on standard output" "$out" ''
  holds "$1: says so" "$err" 'tamis: '
}
could_not 'no such rules' screen --rules "$work/missing"
holds 'no such rules are named' "$err" "$work/missing" 'is not a folder of rule packs'
could_not 'rules that are a file' screen --rules "$messages"
could_not 'an empty folder of rules' screen --rules "$(mktemp -d -p "$work")"
could_not 'broken rules' screen --rules "$here/broken"
holds 'broken rules are shown' "$err" 'rules.yaml:4:15' "'severity' must be"
could_not 'no such policy' screen --rules "$rules" --policy nonesuch
holds 'no such policy is named' "$err" "there is no policy 'nonesuch'; there are default, lenient"
could_not 'broken rules to explain by' explain --rules "$here/broken" hi
could_not 'broken rules to list' rules list --rules "$here/broken"
if [[ $(id -u) != 0 ]]; then
  cp -r "$rules" "$work/locked"
  chmod 000 "$work/locked/fraud"
  could_not 'unreadable rules' screen --rules "$work/locked"
  chmod 755 "$work/locked/fraud"
fi
finish
