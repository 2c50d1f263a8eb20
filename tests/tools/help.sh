# Help is complete, on standard output, and no error.
source "$(dirname "$0")/check.sh"

for command in '' screen explain eval rules 'rules check' 'rules test' 'rules diff' 'rules fmt' 'rules list' 'rules learn'; do
  for flag in --help -h; do
    run $command $flag </dev/null
    equal "tamis $command $flag: status" "$status" 0
    holds "tamis $command $flag" "$out" 'Usage: tamis'
    equal "tamis $command $flag: nothing on standard error" "$err" ''
  done
done
run --help
holds 'the commands are listed' "$out" screen explain rules
run screen --help
holds 'flags of screen' "$out" --rules --policy --threads --only --include-text --pretty --quiet --max-line --text --id --channel --sender --kind 'Exit status'
for command in 'rules list' 'rules learn' 'rules check' 'rules test' 'rules diff' 'rules fmt' screen eval explain bench; do
  run $command --help
  holds "the exit statuses of tamis $command" "$out" 'Exit status'
done
run --version
equal 'version: status' "$status" 0
version='^tamis [0-9]+\.[0-9]+\.[0-9]+'
[[ $out =~ $version ]] || fail "version: $out"
finish
