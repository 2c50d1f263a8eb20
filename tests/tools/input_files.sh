# Where messages come from.
source "$(dirname "$0")/check.sh"

printf '{"text":"a"}\n{"text":"b"}' >"$work/one"
printf '\xef\xbb\xbf{"text":"processing fee"}\r\n\r\n{"text":"d"}\r\n' >"$work/two"
: >"$work/empty"

screen <"$work/one"
equal 'standard input, by default' "$out" $'{"line":1,"action":"allow"}\n{"line":2,"action":"allow"}'
screen - <"$work/one"
equal 'standard input, by name' "$out" $'{"line":1,"action":"allow"}\n{"line":2,"action":"allow"}'
screen "$work/one" "$work/two"
equal 'several files, in order' "$(actions <<<"$out")" 'allow allow block allow '
equal 'lines are counted over all files' "$(grep -o '"line":[0-9]*' <<<"$out" | tr '\n' ' ')" '"line":1 "line":2 "line":3 "line":5 '
screen "$work/one" - "$work/empty" "$work/one" <"$work/two"
equal 'a file, standard input, files' "$(actions <<<"$out")" 'allow allow block allow allow allow '
screen "$work/empty"
equal 'an empty file gives no verdict' "$out" ''
equal 'an empty file is no error' "$status" 0
screen </dev/null
equal 'no input is no error' "$status $out" '0 '
cat "$work/one" | screen
equal 'a pipe' "$status" 0
mkfifo "$work/fifo"
(cat "$work/one" >"$work/fifo") &
screen "$work/fifo"
equal 'a named pipe' "$(actions <<<"$out")" 'allow allow '
wait
screen "$work/one" "$work/missing"
equal 'a missing file: nothing is screened' "$out" ''
equal 'a missing file: status' "$status" 1
holds 'a missing file is named' "$err" "tamis: $work/missing: No such file or directory"
screen "$work"
equal 'a folder: status' "$status" 1
holds 'a folder is named' "$err" "$work: cannot read: Is a directory"
screen "$work/one" "$work"
equal 'a folder after a file: the file is screened' "$(actions <<<"$out")" 'allow allow '
equal 'a folder after a file: status' "$status" 1
run screen --rules "$rules" <&-
equal 'closed standard input: status' "$status" 1
holds 'closed standard input is named' "$err" 'tamis: standard input: cannot read: Bad file descriptor'
if [[ $(id -u) != 0 ]]; then
  chmod 000 "$work/one"
  screen "$work/one"
  equal 'an unreadable file: status' "$status" 1
  holds 'an unreadable file is named' "$err" "$work/one: Permission denied"
fi
finish
