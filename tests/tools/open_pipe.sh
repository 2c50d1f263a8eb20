# A line is answered at once, though the pipe that it came from stays open.
source "$(dirname "$0")/check.sh"
"$tamis" screen --rules "$rules" -q </dev/null  # compiles the rules, so that what follows waits for nothing else

coproc stream { exec "$tamis" screen --rules "$rules" -q; }
child=$stream_PID
for i in 1 2 3; do
  echo "{\"id\":$i,\"text\":\"hi\"}" >&"${stream[1]}"
  if read -r -t 10 line <&"${stream[0]}"; then
    equal "line $i is answered" "$line" "{\"id\":$i,\"action\":\"allow\"}"
  else
    fail "line $i is not answered while the pipe is open"
  fi
done
# Half a line is waited for; its end completes it.
printf '{"id":4,' >&"${stream[1]}"
read -r -t 0.3 line <&"${stream[0]}" && fail "half a line was answered: $line"
printf '"text":"hi"}\n' >&"${stream[1]}"
read -r -t 10 line <&"${stream[0]}" || fail 'a line in two halves is not answered'
equal 'a line in two halves' "$line" '{"id":4,"action":"allow"}'
exec {stream[1]}>&-
wait "$child"
equal 'it ends when the pipe does' $? 0

begin=$SECONDS
line=$( (echo '{"text":"hi"}'; sleep 20) 2>/dev/null | "$tamis" screen --rules "$rules" -q | (read -r -t 10 line; echo "$line") & wait $!)
equal 'an answer from the middle of a pipeline' "$line" '{"line":1,"action":"allow"}'
finish
