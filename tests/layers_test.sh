# layers.sh finds what it is there to find: each violation, planted in a copy of the sources.
# layers_test.sh SOURCE_TREE
set -u
root=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

# planted FILE INCLUDE COMPLAINT
planted() {
  rm -rf "$work/engine" "$work/tools"
  cp -r "$root/engine" "$root/tools" "$work"
  echo "#include $2" >>"$work/$1"
  local said
  if said=$(bash "$here/layers.sh" "$work" 2>&1) || [[ $said != *"$1"*"$3"* ]]; then
    echo "FAILED: $2 in $1 was not found; it said: $said" >&2
    failures=$((failures + 1))
  fi
}

planted engine/base/message.h '"tamis/match/scanner.h"' 'base must not see match'
planted engine/decode/decoder.cpp '"tamis/normalize/normalizer.h"' 'decode must not see normalize'
planted engine/match/scanner.h '"tamis/ruleset/rule_set.h"' 'match must not see ruleset'
planted engine/judge/judge.cpp '"tamis/emit/emitter.h"' 'judge must not see emit'
planted engine/emit/emitter.h '"tamis/stages.h"' 'emit must not see stages'
planted engine/screener.cpp '"tamis/pipeline.h"' 'screener must not see pipeline'
planted engine/stages.h '"tamis/screener.h"' 'stages must not see screener'
planted engine/line_cutter.cpp '"tamis/pipeline.h"' 'line_cutter must not see pipeline'
planted engine/source.h '"tamis/line_cutter.h"' 'source must not see line_cutter'
planted engine/judge/judge.cpp '<hs/hs.h>' 'belongs to match alone'
planted engine/ruleset/reader.cpp '<unicode/uchar.h>' 'belongs to normalize alone'
planted engine/emit/emitter.cpp '  <simdjson.h>' 'belongs to decode alone'
planted engine/loader.cpp '<yaml-cpp/yaml.h>' 'belongs to ruleset alone'
planted engine/screener.cpp '<concurrentqueue/concurrentqueue.h>' 'belongs to pipeline alone'
planted engine/pipeline.cpp '<boost/beast.hpp>' 'belongs to tools alone'
planted engine/pipeline.cpp '<librdkafka/rdkafkacpp.h>' 'belongs to tools alone'
planted tools/main.cpp '<re2/re2.h>' 'belongs to match alone'
planted engine/loader.cpp '"tamis/nowhere/nothing.h"' 'is not there'
planted engine/judge/judge.cpp '"emit/emitter.h"' 'write tamis/emit/emitter.h'
((failures == 0)) && echo 'each was found'
exit $((failures != 0))
