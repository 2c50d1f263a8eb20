# Sourced by quickstart and check: which Debian packages they need, installing those that are missing, and building.

build_packages=(
  g++ cmake ninja-build pkg-config
  libcli11-dev libconcurrentqueue-dev libexpected-dev libfmt-dev libhyperscan-dev libicu-dev libre2-dev
  libsimdjson-dev libxxhash-dev libyaml-cpp-dev nlohmann-json3-dev
)
test_packages=(libgmock-dev libgtest-dev libbenchmark-dev python3 python3-jsonschema python3-yaml)
lint_packages=(clang-14 clang-format-14 clang-tidy-14)

say() { printf '\033[1m==>\033[0m %s\n' "$*" | if [[ -t 1 && -z ${NO_COLOR:-} ]]; then cat; else sed 's/\x1b\[[0-9]*m//g'; fi; }

install_packages() {
  local missing=() package
  for package in "$@"; do
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
  done
  if ((${#missing[@]} == 0)); then
    return
  fi
  local as_root=()
  if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
      echo "These packages are missing, and there is no sudo to install them with. As root, run:" >&2
      echo "  apt-get install --no-install-recommends ${missing[*]}" >&2
      exit 1
    fi
    as_root=(sudo)
  fi
  say "Installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# Whether with tests and benchmarks: ON or OFF. On a terminal Ninja shows how far it is; elsewhere it would print a line a file.
build_release() {
  local quiet=()
  [[ -t 1 ]] || quiet=(-- --quiet)
  mkdir -p build
  cmake --preset release -DTAMIS_BUILD_TESTS="$1" -DTAMIS_BUILD_BENCH="$1" >build/configure.log 2>&1 || { cat build/configure.log >&2; exit 1; }
  cmake --build --preset release "${quiet[@]}"
}
