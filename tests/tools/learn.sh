# `tamis rules learn`: weights that tell what they were learned from, and hold on messages that they were not.
source "$(dirname "$0")/check.sh"

python3 - "$work" <<'E'
import json, random, sys
random.seed(3)
greeting = ['hello there', 'good morning', 'hi dear', 'listen', '你好', 'hey Tom']
asks = ['send me money', 'lend me some cash', 'pay the fee first', '先转点钱', 'wire the money today']
talk = ['the money is safe', 'see you at noon', 'first the soup, then the fish', '明天见', 'I pay for lunch']
def message(i, part): return ' '.join([random.choice(greeting), part, random.choice(['please', 'ok', 'now', '吧'])])
with open(f'{sys.argv[1]}/labelled.ndjson', 'w') as file:
    for i in range(300):
        file.write(json.dumps({'id': f'f{i}', 'text': message(i, random.choice(asks)), 'label': 'fraud'}) + '\n')
        file.write(json.dumps({'id': f'b{i}', 'text': message(i, random.choice(talk)), 'label': 'benign'}) + '\n')
        file.write(json.dumps({'id': f'o{i}', 'text': message(i, 'kill the boss'), 'label': 'violence'}) + '\n')
with open(f'{sys.argv[1]}/benign.ndjson', 'w') as file:
    for i in range(1000):
        file.write(json.dumps({'id': i, 'text': message(i, random.choice(talk))}) + '\n')
E
learn() { run rules learn "$work/labelled.ndjson" --category fraud --benign "$work/benign.ndjson" "$@"; }
weight() { sed -nE "s/^([-0-9.]+) $1\$/\1/p" <<<"$out"; }

learn
equal 'status' "$status" 0
holds 'it says what it learned from' "$out" 'What phrases say for and against fraud' 'harmless ones' $'\nthreshold '
[[ $(weight 'send me') == 0.* ]] || fail "send me: $(weight 'send me')"
[[ $(weight 转) == 0.* ]] || fail "转: $(weight 转)"
holds 'too few harmless messages for the share' "$err" 'harmless messages that the threshold was set by cannot tell which share of 5e-05 reaches it'
[[ $(weight kill) == '' ]] || fail 'messages of other labels are left out'
learned=$out
learn
equal 'the same messages give the same weights' "$out" "$learned"

# The same messages, labelled by somebody else.
sed 's/"label": "fraud"/"truth": "scam:fee"/; s/"label"/"truth"/; s/"id"/"name"/' "$work/labelled.ndjson" >"$work/theirs.ndjson"
sed 's/"id"/"name"/' "$work/benign.ndjson" >"$work/harmless.ndjson"
run rules learn "$work/theirs.ndjson" --category fraud --positive 'scam:*' --label truth --id name --benign "$work/harmless.ndjson"
equal "somebody else's labels" "$out" "$learned"
run rules learn "$work/theirs.ndjson" --category fraud --label nonsense --benign "$work/harmless.ndjson"
equal 'no such field: status' "$status" 1
holds 'no such field' "$err" "theirs.ndjson: no message has a 'nonsense' (--label)"
for glob in '*' 'be*' ''; do
  learn --positive "$glob"
  equal "'$glob' takes in what is harmless: status" "$status" 2
done
learn --label '/a~2b'
equal 'no JSON Pointer: status' "$status" 2
sed -E 's/"text": ("[^"]*")/"body": {"content": \1}/; s/"label": ("[^"]*")/"truth": {"label": \1}/' "$work/labelled.ndjson" >"$work/nested.ndjson"
sed -E 's/"text": ("[^"]*")/"body": {"content": \1}/' "$work/benign.ndjson" >"$work/nested-benign.ndjson"
run rules learn "$work/nested.ndjson" --category fraud --text /body/content --label /truth/label --benign "$work/nested-benign.ndjson"
equal 'JSON Pointers' "$out" "$learned"
out=$learned

mkdir "$work/fraud"
printf '%s\n' "$out" >"$work/fraud/wording.txt"
echo '{category: fraud, title: Fraud, description: For tests.}' >"$work/fraud/pack.yaml"
cat >"$work/fraud/rules.yaml" <<'YAML'
rules:
  - id: wording
    title: Worded as scams are
    severity: high
    weights: wording.txt
    tests:
      hit: [hi dear send me money please]
      miss: [see you at noon]
YAML
run rules test "$work/fraud"
equal 'they are weights' "$out" '2 tests passed, 0 failed'
run eval "$work/labelled.ndjson" --rules "$work/fraud" --part held-out --json
equal 'they hold on messages that were not learned from' "$(python3 -c '
import json, sys
r = json.loads(sys.argv[1])["all"]
print(r["true_hits"] > 30, r["false_hits"], r["misses"])' "$out")" 'True 0 0'
run explain --rules "$work/fraud" 'lend me some cash'
holds 'a verdict tells the phrases' "$out" 'weighs 0.' 'lend me'
run rules test "$work/fraud" --only fraud/wording
sed -i 's/hit: .*/hit: [the money is safe]/' "$work/fraud/rules.yaml"
run rules test "$work/fraud"
holds 'a test that fails tells what it weighs' "$out" 'wording.txt weighs it' 'wanted'

printf 'tom  # a name\nlend\n转\n' >"$work/names.txt"
learn --leave-out "$work/names.txt"
equal 'what is left out: status' "$status" 0
holds_not 'what is left out' "$out" ' lend' ' tom' 转
learn --negative violence
[[ $(weight kill) == -* ]] || fail "kill: $(weight kill)"
head -6 "$work/labelled.ndjson" >"$work/few.ndjson"
printf 'not JSON\n{"id":"x","text":"lend me some cash","categories":["spam","fraud"]}\n{"id":"y","body":"x","label":"fraud"}\n' >>"$work/few.ndjson"
run rules learn "$work/few.ndjson" --category fraud --benign "$work/benign.ndjson" -o "$work/few.txt"
equal 'few messages: status' "$status" 0
holds 'few messages' "$err" "messages of 'fraud' only" 'left out 2 lines: no messages'
equal 'nothing on standard output where there is a file' "$out" ''
holds 'the file' "$(cat "$work/few.txt")" 'threshold '
for wrong in 'caf\xe9' ''; do
  printf "$wrong" >"$work/wrong.txt"
  learn --leave-out "$work/wrong.txt"
  equal "leave out '$wrong': status" "$status" 1
done
learn --leave-out "$work"
equal 'leave out a folder: status' "$status" 1
printf 'money\nTom\n' >"$work/names.txt"
printf '{"id":"%d","text":"tom'"'"'s money is here","label":"fraud"}\n' 1 2 3 4 5 6 >"$work/possessive.ndjson"
run rules learn "$work/possessive.ndjson" --category fraud --benign "$work/benign.ndjson" --leave-out "$work/names.txt"
holds_not 'possessives are left out, too' "$out" ' tom' ' money'
run rules learn "$work/labelled.ndjson" --category fraud --benign "$work/benign.ndjson" --text body
equal 'no text: status' "$status" 1
holds 'no text' "$err" "no message has a 'body'"
run rules learn "$work/labelled.ndjson" --category benign --benign "$work/benign.ndjson"
equal 'to learn what is harmless: status' "$status" 2
run rules learn "$work/labelled.ndjson" --category hoax --benign "$work/benign.ndjson"
equal 'no such label: status' "$status" 1
holds 'no such label' "$err" "no message to learn from has the label 'hoax'; others are fraud, violence"
run rules learn "$work/labelled.ndjson" --category fraud --benign "$work/none.ndjson"
equal 'no such file: status' "$status" 1
holds 'no such file' "$err" 'none.ndjson'
run rules learn "$work/labelled.ndjson" --category fraud
equal 'without harmless messages: status' "$status" 2
finish
