# tools/eval-shared: its table, over data made up here in the places and with the labels of the real ones.
source "$(dirname "$0")/check.sh"
python3 - "$work/data" <<'PY'
import json, pathlib, sys
data = pathlib.Path(sys.argv[1])
sets = {
    'sms-spam': ['ham', 'spam'], 'mendeley-smishing': ['ham', 'spam', 'smishing'], 'fbs-sms-zh': ['AD:Loan', 'IL:Escort_service'],
    'teleantifraud': ['normal', 'fraud:x'], 'davidson': ['neither', 'offensive', 'hate'],
    'cold': ['safe', 'safe:anti-bias', 'offensive', 'offensive:group'], 'jigsaw-identity-templates': ['nontoxic:a', 'toxic:a'],
    'edos': ['not sexist', '1.1 threats of harm', '2.1 other']}
(data / 'labelled').mkdir(parents=True)
(data / 'benign').mkdir()
(data / 'wordlists').mkdir()
for name, labels in sets.items():
    harmless = ('ham', 'normal', 'neither', 'safe', 'nontoxic', 'not')
    lines = [{'id': f'{name}-{i}', 'label': label, 'text': 'good morning' if label.startswith(harmless) else 'a processing fee'}
             for i in range(20) for label in labels]
    (data / f'labelled/{name}.ndjson').write_text(''.join(json.dumps(line) + '\n' for line in lines))
benign = [{'id': f'sgd-{i}', 'text': 'good morning'} for i in range(50)] + [{'id': f'irc-{i}', 'text': '今天天气不错'} for i in range(50)]
(data / 'benign/open.ndjson').write_text(''.join(json.dumps(line) + '\n' for line in benign))
(data / 'wordlists/lexicon.ndjson').write_text(json.dumps({'term': 'Morning'}) + '\n')
PY
# Categories that the small rules have not are those of packs that ship, with a rule that hits nothing here.
cp -r "$rules" "$work/rules"
for category in spam sexual violence harassment hate profanity; do
  mkdir "$work/rules/$category"
  echo "{category: $category, title: T, description: D}" >"$work/rules/$category/pack.yaml"
  echo "rules: [{id: a, title: A, severity: low, terms: [zzz], tests: {hit: zzz, miss: yyy}}]" >"$work/rules/$category/rules.yaml"
done
"$here/../../tools/eval-shared" --tamis "$tamis" --rules "$work/rules" --data "$work/data" >"$work/table" 2>"$work/err"
equal 'status' $? 0
[[ ! -s $work/err ]] || fail "complains: $(cat "$work/err")"
equal 'rows' "$(wc -l <"$work/table")" 35
row() { grep -F "| $1 | $2 |" "$work/table"; }
holds 'all is found by the rules' "$(row sms-spam tamis)" '| 1.000 ('
holds 'nothing is found by the lists, and the harmless are hit' "$(row sms-spam 'word lists')" '| 0.000 ('
holds 'another set' "$(row teleantifraud tamis)" '| 1.000 ('
equal 'tuning and held-out are all' "$(row sms-spam tamis | awk -F'|' '{ all += $5 } END { print all }')" 40
"$here/../../tools/eval-shared" --data "$work/none" >"$work/table" 2>"$work/err"
equal 'no data: status' $? 1
holds 'no data' "$(cat "$work/err")" 'this needs the data'
finish
