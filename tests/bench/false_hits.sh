# bench-evasion-false-hits on texts made up: it tells what both views hit and the folded view alone does not.
# false_hits.sh PROGRAM
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/rules"
echo '{category: test, title: Test, description: For tests.}' >"$work/rules/pack.yaml"
cat >"$work/rules/rules.yaml" <<'YAML'
rules:
  - {id: bad, title: Bad, severity: high, terms: [idiot, 笨蛋], allow: [1diot proof], tests: {hit: idiot, miss: fine}}
  - {id: dull, title: Dull, severity: high, terms: [stupid], tests: {hit: stupid, miss: fine}}
YAML

# Three are hit beyond folded: one by both rules counts once, one that is hit in both views does not.
cat >"$work/messages.ndjson" <<'NDJSON'
{"id":"1","text":"an 1diot writes"}
{"id":"2","text":"an idiot writes, 1diot"}
{"id":"3","text":"i.d.i.o.t and 5tupid"}
{"id":"4","text":"a stupid 1diot"}
{"id":"5","text":"this is 1diot proof"}
{"id":"6","text":"fine"}
NDJSON
printf 'fine\r\n1diot\r\ntable\r\n' >"$work/english.txt"
printf '桌子\n笨\n' >"$work/chinese.txt"

check() {
  status=0
  "$1" --rules "$work/rules" --messages "$work/messages.ndjson" --english "$work/english.txt" --chinese "$work/chinese.txt" \
    "${@:2}" >"$work/out" 2>&1 || status=$?
}
row() { grep -E "^$1 +[0-9]+ texts" "$work/out" | sed -E 's/ +/ /g; s/ $//'; }
equal() {
  [[ $1 == "$2" ]] && return
  printf 'expected: %s\nfound:    %s\n' "$2" "$1" >&2
  cat "$work/out" >&2
  exit 1
}

check "$1" --check --show 1
equal "$status" 1
equal "$(row messages)" 'messages 6 texts 3 hit 1 in 2 may be 1 in 20000 -'
equal "$(row 'English words')" 'English words 3 texts 1 hit 1 in 3 may be none -'
equal "$(row 'English words in pairs' | cut -d' ' -f1-6)" 'English words in pairs 12 texts'
equal "$(row 'Chinese words')" 'Chinese words 2 texts 0 hit none may be none'
equal "$(row 'Chinese words in pairs')" 'Chinese words in pairs 8 texts 0 hit none may be none'
grep -qF '"1diot" for idiot in "an 1diot writes"' "$work/out" || equal 'no example' ''
grep -qE '^ +2 +leetspeak +test/bad$' "$work/out" || equal 'no count of the cause' ''
check "$1"
equal "$status" 0

printf 'fine\n' | tee "$work/english.txt" >"$work/chinese.txt"
echo '{"text":"fine"}' >"$work/messages.ndjson"
check "$1" --check
equal "$status" 0
rm "$work/messages.ndjson"
check "$1" --check
equal "$status" 1
