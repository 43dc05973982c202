#!/bin/sh
# Brings the ONNX project's own backend tests of a recent version to .testdata/, beside the older ones of Debian's
# libonnx-testdata. They lie in the wheel of the onnx package, the last that carries them, whatever the machine. pip
# holds the file against its SHA-256.
set -eu
cd "$(dirname "$0")/.."

version=1.22.0
wheel="onnx==$version --hash=sha256:1d0a2bdb15eb2b3cb65c438f3423d9620d14fdce32f92380e6bb1b2e09568ef5"
folder=.testdata/onnx-$version
[ ! -d "$folder" ] || exit 0

echo "testdata.sh: downloading the test data of onnx $version (19 MB)" >&2
mkdir -p .testdata
work=$(mktemp -d .testdata/download.XXXXXX)
trap 'rm -rf "$work"' EXIT
echo "$wheel" >"$work/requirements.txt"
if ! "${PYTHON:-python3}" -m pip download --quiet --no-deps --only-binary=:all: --implementation cp \
  --python-version 311 --abi cp311 --platform manylinux_2_28_x86_64 --platform manylinux_2_27_x86_64 \
  --require-hashes -r "$work/requirements.txt" -d "$work" >&2; then
  echo "testdata.sh: pip could not download it (see above)" >&2
  exit 1
fi
"${PYTHON:-python3}" - "$work" <<'PYTHON'
import glob
import sys
import zipfile

(wheel,) = glob.glob(sys.argv[1] + "/*.whl")
with zipfile.ZipFile(wheel) as archive:
    names = [name for name in archive.namelist() if name.startswith("onnx/backend/test/data/node/")]
    archive.extractall(sys.argv[1] + "/unpacked", names)
PYTHON
mv -T "$work/unpacked/onnx/backend/test/data" "$folder"
