# Includes run one way, and each third-party library lives in one room:
#   base <- {decode, normalize, match} <- ruleset <- judge <- emit <- stages <- screener <- loader <- pipeline <- tools
# layers.sh SOURCE_TREE
set -u
root=$1
failures=0

fail() {
  echo "$1" >&2
  failures=$((failures + 1))
}

# A room may include those below it, and itself. Rooms of one height see nothing of each other.
declare -A height=(
  [base]=0 [source]=1 [line_cutter]=2 [decode]=2 [normalize]=2 [join]=2 [match]=2 [ruleset]=3 [judge]=4 [emit]=5
  [stages]=6 [screener]=7 [loader]=8 [pipeline]=9 [tools]=10)
# line_cutter reads sources; the others of its height do not.
declare -A libraries=(
  [simdjson.h]=decode [unicode/]=normalize [hs.h]=match [hs/]=match [re2/]=match [yaml-cpp/]=ruleset [xxhash.h]=ruleset
  [concurrentqueue/]=pipeline [CLI/]=tools [nlohmann/]=tools [boost/]=tools [librdkafka/]=tools [rdkafka]=tools)

# The room of a path below engine/: a folder, or a file without its extension.
room_of() {
  local path=$1
  if [[ $path == */* ]]; then echo "${path%%/*}"; else echo "${path%.*}"; fi
}

# The include that stands on a line, if any.
includes_of() { sed -nE 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*[<"]([^>"]+)[>"].*/\1/p' "$1"; }

check_file() {
  local file=$1 room=$2 include below
  [[ -v height[$room] ]] || { fail "$file: there is no room '$room'; give it a place in layers.sh"; return; }
  while IFS= read -r include; do
    if [[ $include == tamis/* ]]; then
      below=$(room_of "${include#tamis/}")
      [[ -e $root/engine/${include#tamis/} ]] || fail "$file includes $include, which is not there"
      [[ $below == "$room" ]] && continue
      if [[ ! -v height[$below] ]]; then
        fail "$file includes $include, of no known room"
      elif ((height[$below] >= height[$room])); then
        fail "$file includes $include: $room must not see $below"
      fi
      continue
    fi
    for library in "${!libraries[@]}"; do
      [[ $include == "$library"* && $room != "${libraries[$library]}" ]] &&
        fail "$file includes $include, which belongs to ${libraries[$library]} alone"
    done
    if [[ $room != tools && $include != *.hpp && -e $root/engine/$include ]]; then
      fail "$file includes $include; write tamis/$include"
    fi
  done < <(includes_of "$file")
}

count=0
while IFS= read -r file; do
  check_file "$file" "$(room_of "${file#"$root"/engine/}")"
  count=$((count + 1))
done < <(find "$root/engine" -name '*.h' -o -name '*.cpp' | sort)
while IFS= read -r file; do
  check_file "$file" tools
  count=$((count + 1))
done < <(find "$root/tools" -name '*.h' -o -name '*.cpp' | sort)

((count > 40)) || fail "only $count files were found below $root"
echo "$count files, $failures violations"
exit $((failures != 0))
