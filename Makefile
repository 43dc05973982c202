# The commands of a person who uses or changes bakeoff; what they do is in tools/ and CMakePresets.json.
.DEFAULT_GOAL := help
.PHONY: help run test faults check mutants fuzz bench format setup testdata clean

# Where runtimes are installed, and the Python whose pip downloads them.
export BAKEOFF_RUNTIMES ?= $(CURDIR)/.runtimes
export PYTHON ?= python3

BAKEOFF := build/release/bakeoff
RUNTIMES ?= onnxruntime openvino
MODELS ?= resnet-50 squeezenet-1.1

# Those of 900 MB are tested where they are installed, and in continuous integration ($CI): nobody downloads them unasked.
LARGE_RUNTIMES := pytorch tensorflow
TEST_RUNTIMES ?= $(RUNTIMES) $(if $(CI),$(LARGE_RUNTIMES),$(filter $(LARGE_RUNTIMES),$(notdir $(wildcard $(BAKEOFF_RUNTIMES)/*))))

SECONDS ?= 600

help:
	@echo 'make run     install what is missing, build, and race the runtimes on $(MODELS); writes a study file and a report'
	@echo 'make test    install what is missing, build with warnings as errors, run all tests'
	@echo 'make faults  build, and go through what can go wrong in real processes (kills, full disks, hostile files, ...): a table'
	@echo 'make check   the static gates: format, clang-tidy, layers, headers'
	@echo 'make mutants plant small faults in the judge and see whether the tests notice (some 25 minutes)'
	@echo 'make fuzz    feed damaged files to the readers, SECONDS of CPU time each (600)'
	@echo 'make bench   build and run the benchmarks of bakeoff itself'
	@echo 'make format  lay out all C and C++ sources with clang-format'
	@echo 'make setup   only install the Debian packages that are missing'
	@echo 'make clean   remove build/ (runtimes stay in $(BAKEOFF_RUNTIMES))'

setup:
	@tools/setup.sh build tests

testdata: setup
	@tools/testdata.sh

# Exit code 3 says that a race is unresolved: a result, not a failure. The report is made of whatever there is, and
# `make` ends as the race did.
run: setup
	@test -f build/release/build.ninja || cmake --preset release -DBUILD_TESTING=OFF
	cmake --build --preset release
	$(BAKEOFF) runtimes install $(RUNTIMES)
	@study=study-$$(date +%Y%m%d-%H%M%S); code=0; \
	$(BAKEOFF) run $(MODELS) -o $$study.bakeoff || code=$$?; \
	if [ -f $$study.bakeoff ]; then $(BAKEOFF) report $$study.bakeoff -o $$study.html || code=1; fi; \
	[ $$code -eq 0 ] || [ $$code -eq 3 ] || exit $$code

# The optimised build, because the tests race real runtimes; warnings are errors here as in preset dev.
test: setup testdata
	cmake --preset release -DBAKEOFF_WERROR=ON -DBUILD_TESTING=ON
	cmake --build --preset release
	$(BAKEOFF) runtimes install $(TEST_RUNTIMES)
	ctest --preset release

faults: setup
	@test -f build/release/build.ninja || cmake --preset release -DBUILD_TESTING=OFF
	cmake --build --preset release
	@python3 -B tests/e2e/faults.py

check:
	@tools/setup.sh build tests check
	tools/check.sh

mutants: setup
	python3 tools/mutate.py

fuzz: setup
	@command -v clang++ >/dev/null || { echo "make fuzz needs clang with libFuzzer: apt-get install clang" >&2; exit 1; }
	cmake --preset fuzz
	cmake --build --preset fuzz
	python3 -B tests/fuzz/run.py --seconds $(SECONDS)

bench: setup
	@test -f build/release/build.ninja || cmake --preset release -DBUILD_TESTING=OFF
	cmake --build --preset release --target bakeoff benchmarks
	$(BAKEOFF) runtimes install $(RUNTIMES)
	build/release/benchmarks/bench-harness
	build/release/benchmarks/bench-append
	benchmarks/scale.sh $(BAKEOFF) build/release/benchmarks/bench-study
	build/release/benchmarks/bench-plain-loop
	benchmarks/budget.sh $(BAKEOFF)
	build/release/benchmarks/bench-equals

format:
	@tools/setup.sh check
	git ls-files --cached --others --exclude-standard '*.h' '*.c' '*.cpp' | xargs clang-format -i

clean:
	$(RM) -r build
