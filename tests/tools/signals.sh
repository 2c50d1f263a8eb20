# SIGINT and SIGTERM end reading; what was read is screened, and the program ends as always.
source "$(dirname "$0")/check.sh"
"$tamis" screen --rules "$rules" -q </dev/null  # compiles the rules

# Verdicts of the run before must be gone: else they say that the next has begun, and the signal meets bash's fork.
forget() { rm -f "$work/in" "$work/out" "$work/err"; }

# verdicts COUNT: waits until that many are written.
verdicts() {
  for _ in {1..600}; do
    [[ -e $work/out ]] && (($(wc -l <"$work/out") >= $1)) && return
    sleep 0.05
  done
  fail 'no verdicts'
}

# Starts the program on an open pipe, sends lines, waits for their verdicts.
start() {
  forget
  mkfifo "$work/in"
  # Background jobs of a script ignore SIGINT, and what they start inherits that; env gives it back.
  env --default-signal=INT "$tamis" screen --rules "$rules" "$work/in" >"$work/out" 2>"$work/err" &
  child=$!
  exec 3>"$work/in"
  printf '{"id":1,"text":"x"}\n{"id":2,"text":"processing fee"}\n' >&3
  verdicts 2
}

for signal in INT TERM; do
  start
  kill -$signal $child
  for _ in {1..100}; do kill -0 $child 2>/dev/null || break; sleep 0.1; done
  kill -0 $child 2>/dev/null && { fail "SIG$signal does not end it"; kill -KILL $child; }
  wait $child
  equal "SIG$signal: it ends as always" $? 0
  equal "SIG$signal: what was read is screened" "$(actions <"$work/out")" 'allow block '
  holds "SIG$signal: the summary is written" "$(cat "$work/err")" '2 messages' 'block 1'
  exec 3>&-
done

# Half a line that was read when the signal came is a message that was not seen whole: never "allow".
start
printf '{"id":3,"text":"half' >&3
sleep 0.3
kill -TERM $child
wait $child
holds_not 'half a line is not allowed' "$(tail -n +3 "$work/out")" 'allow'
exec 3>&-

# In the middle of a lot of work: whole lines only, each in its place.
for i in {1..20000}; do echo "{\"id\":$i,\"text\":\"good morning to you and all the others\"}"; done >"$work/many"
forget
for _ in {1..100}; do cat "$work/many"; done | env --default-signal=INT "$tamis" screen --rules "$rules" --id id >"$work/out" 2>"$work/err" &
child=$!
verdicts 1
kill -INT $child
wait $child
status=$?
equal 'in the middle of work: status' "$status" 0
[[ $(tail -c 1 "$work/out" | od -An -tx1) == " 0a" || ! -s $work/out ]] || fail 'the last line is whole'
equal 'verdicts are those of the first messages' \
  "$(head -n 20000 "$work/out" | sed 's/.*"id":\([0-9]*\).*/\1/' | awk '$1 != NR' | wc -l)" 0
holds 'the summary is written' "$(cat "$work/err")" ' messages, '
finish
