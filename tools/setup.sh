#!/bin/sh
# Installs the Debian packages that are missing: tools/setup.sh [build] [tests] [check], default build and tests.
# Nothing is done, and the network is not touched, when all are there.
set -eu

build="g++ cmake make ninja-build ccache pkg-config python3 python3-pip
  libcli11-dev libtomlplusplus-dev nlohmann-json3-dev libfmt-dev libsqlitecpp-dev libsqlite3-dev
  libboost-math-dev libeigen3-dev libhwloc-dev libexpected-dev libprotozero-dev libarchive-dev libssl-dev zlib1g-dev"
tests="libgtest-dev libgmock-dev librapidcheck-dev libbenchmark-dev stress-ng libonnx-testdata"
check="clang-format clang-tidy shellcheck"

wanted=""
for group in "${@:-build tests}"; do
  # Unquoted: the default is two words.
  for word in $group; do
    case $word in
      build) wanted="$wanted $build" ;;
      tests) wanted="$wanted $tests" ;;
      check) wanted="$wanted $check" ;;
      *)
        echo "setup.sh: unknown group '$word' (build, tests, check)" >&2
        exit 2
        ;;
    esac
  done
done

if ! command -v dpkg-query >/dev/null; then
  # shellcheck disable=SC2086  # in one line
  echo "setup.sh: not a Debian system; if the build misses something, install the counterparts of:" $wanted >&2
  exit 0
fi

missing=""
for package in $wanted; do
  # A package of several architectures answers with one line each.
  case " $(dpkg-query -W -f '${db:Status-Status} ' "$package" 2>/dev/null || true)" in
    *" installed "*) ;;
    *) missing="$missing $package" ;;
  esac
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
  as_root="env"
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  as_root="sudo -n env"
else
  {
    echo "setup.sh: these Debian packages are missing, and installing them needs root. Run:"
    echo "  su -c 'apt-get update && apt-get install -y --no-install-recommends$missing'"
  } >&2
  exit 1
fi

# The timeout waits for another apt to finish; it does not cover the lock of the package lists, hence the tries.
apt() {
  tries=4
  until $as_root DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@"; do
    tries=$((tries - 1))
    if [ "$tries" -eq 0 ]; then
      echo "setup.sh: apt-get $1 failed (see above)" >&2
      exit 1
    fi
    echo "setup.sh: apt-get $1 failed, trying again in 10 seconds" >&2
    sleep 10
  done
}

echo "setup.sh: installing$missing" >&2
apt update
# shellcheck disable=SC2086  # one argument a package
apt install -y --no-install-recommends $missing
