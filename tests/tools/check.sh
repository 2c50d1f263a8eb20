# Sourced by the other scripts: what they have in common. Their argument is the path of the program.
set -u
tamis=$(realpath "$1")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
rules=$here/rules
messages=$here/messages.ndjson
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_CACHE_HOME=$work/cache
unset NO_COLOR
export TERM=xterm
failures=0

fail() {
  echo "FAILED: $1" >&2
  failures=$((failures + 1))
}

# equal DESCRIPTION ACTUAL EXPECTED
equal() {
  [[ $2 == "$3" ]] && return
  fail "$1"
  diff <(echo "$3") <(echo "$2") | sed 's/^</expected:/; s/^>/found:   /' | head -20 >&2
}

# holds DESCRIPTION TEXT PART…
holds() {
  local part
  for part in "${@:3}"; do
    [[ $2 == *"$part"* ]] || fail "$1: there is no '$part' in: $2"
  done
}

# holds_not DESCRIPTION TEXT PART…
holds_not() {
  local part
  for part in "${@:3}"; do
    [[ $2 != *"$part"* ]] || fail "$1: there is '$part' in: $2"
  done
}

# run ARGUMENT…: sets out, err and status. Standard input is the caller's.
run() {
  "$tamis" "$@" >"$work/out" 2>"$work/err"
  status=$?
  out=$(cat "$work/out")
  err=$(cat "$work/err")
}

screen() { run screen --rules "$rules" "$@"; }

# The actions in verdicts, in order.
actions() { sed -n 's/.*"action":"\([a-z]*\)".*/\1/p' | tr '\n' ' '; }

finish() {
  ((failures == 0)) || echo "$failures failed" >&2
  exit $((failures != 0))
}
