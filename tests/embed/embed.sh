# Installs a build tree into a prefix of its own, then builds and runs the examples in consumer/ against that alone.
# embed.sh BUILD_TREE CMAKE CXX BUILD_TYPE
set -eu
build=$1 cmake=$2 cxx=$3 type=$4
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_CACHE_HOME=$work/cache
rules=$here/../tools/rules
prefix=$work/prefix

step() { echo "== $1"; }
die() { echo "FAILED: $1" >&2; exit 1; }
same() { [[ $2 == "$3" ]] || die "$1"$'\nexpected: '"$3"$'\nfound:    '"$2"; }

step 'install'
"$cmake" --install "$build" --prefix "$prefix" >/dev/null
# Nothing may lead back to where it was built.
! grep -rIl -e "$build" -e "$(cd "$here/../.." && pwd)" "$prefix" || die 'installed files name the build tree or the sources'

step 'build with find_package'
cp -r "$here/consumer" "$work/consumer"
"$cmake" -S "$work/consumer" -B "$work/build" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_COMPILER="$cxx" \
  -DCMAKE_BUILD_TYPE="$type" >"$work/log" 2>&1 || { cat "$work/log" >&2; die 'configure'; }
"$cmake" --build "$work/build" >"$work/log" 2>&1 || { cat "$work/log" >&2; die 'build'; }

check_filter() {
  local out err
  out=$(printf 'good morning\nsend the processing fee\ndarn it\n\n\xff\ngood night\n' | "$1" "$rules" 2>"$work/err")
  same 'what is delivered' "$out" $'good morning\n\ngood night'
  err=$(cat "$work/err")
  same 'what is told' "$err" $'block: Asks for a fee (fraud/fee)\nreview: Says darn (mild/darn)\nunscreened: the line is not valid UTF-8'
}
step 'run filter_stage'
check_filter "$work/build/filter_stage"

step 'run stream_stage'
out=$("$work/build/stream_stage" "$rules" <"$here/../tools/messages.ndjson" 2>"$work/err")
same 'verdicts' "$(sed -n 's/.*"action":"\([a-z]*\)".*/\1/p' <<<"$out" | tr '\n' ' ')" \
  'allow block block review block allow allow unscreened allow '
same 'count' "$(cat "$work/err")" '3 to block'
same 'the same bytes as the installed program' "$out" \
  "$("$prefix/bin/tamis" screen -q --rules "$rules" "$here/../tools/messages.ndjson")"

step 'rules that do not load are told'
"$work/build/filter_stage" "$here/../tools/broken" </dev/null 2>"$work/err" && die 'broken rules load'
grep -q "rules.yaml:4:15: error: 'severity' must be" "$work/err" || die "broken rules: $(cat "$work/err")"

step 'the installed program finds the installed rules'
(cd / && "$prefix/bin/tamis" rules list) | grep -q '^  fraud/' || die 'no rules'

step 'build with pkg-config alone'
pc=$(dirname "$(find "$prefix" -name tamis.pc)")
export PKG_CONFIG_PATH=$pc
# The library is static, so what it needs comes with --static.
# shellcheck disable=SC2046
"$cxx" -std=c++20 -O1 $(pkg-config --cflags tamis) "$work/consumer/filter_stage.cpp" -o "$work/filter_by_pkg_config" \
  $(pkg-config --static --libs tamis) || die 'pkg-config build'
check_filter "$work/filter_by_pkg_config"
echo 'all good'
