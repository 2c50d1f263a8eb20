# Where verdicts go, and what if nobody takes them.
source "$(dirname "$0")/check.sh"
for i in {1..2000}; do cat "$messages"; done >"$work/many"

"$tamis" screen --rules "$rules" "$work/many" 2>"$work/err" | head -n 1 >"$work/out"
statuses=("${PIPESTATUS[@]}")
equal 'head gets its line' "$(actions <"$work/out")" 'allow '
equal 'nobody reads any more: no complaint' "$(cat "$work/err")" ''
[[ ${statuses[0]} == 141 || ${statuses[0]} == 0 ]] || fail "nobody reads any more: status ${statuses[0]}"

# The same where SIGPIPE is ignored, as some parents leave it.
(trap '' PIPE; "$tamis" screen --rules "$rules" "$work/many" 2>"$work/err" | head -n 1 >"$work/out")
equal 'SIGPIPE ignored: no complaint' "$(cat "$work/err")" ''

if [[ -w /dev/full ]]; then
  "$tamis" screen --rules "$rules" "$messages" >/dev/full 2>"$work/err"
  equal 'full disk: status' $? 1
  equal 'full disk: says so' "$(cat "$work/err")" 'tamis: cannot write the verdicts: No space left on device'
  # An endless input must not keep it from ending.
  timeout 30 "$tamis" screen --rules "$rules" < <(while cat "$messages" 2>/dev/null; do :; done) >/dev/full 2>"$work/err"
  equal 'full disk, endless input: status' $? 1
  "$tamis" rules list --rules "$rules" >/dev/full 2>"$work/err"
  equal 'rules list, full disk: status' $? 1
  "$tamis" explain --rules "$rules" hi >/dev/full 2>"$work/err"
  equal 'explain, full disk: status' $? 1
fi

"$tamis" screen --rules "$rules" "$messages" >&- 2>"$work/err"
equal 'closed output: status' $? 1
holds 'closed output: says so' "$(cat "$work/err")" 'cannot write the verdicts'
cp "$messages" "$work/precious"
"$tamis" screen --rules "$rules" - <>"$work/precious" >&- 2>"$work/err"
equal 'closed output: status with standard input open for writing' $? 1
cmp -s "$messages" "$work/precious" || fail 'closed output: verdicts went into the input'
"$tamis" screen --rules "$rules" "$messages" >"$work/out" 2>&-
equal 'closed standard error: verdicts all the same' "$(actions <"$work/out" | wc -w)" 9
finish
