# The commands of a working day. `make demo` needs nothing but Swift, git and apt.
.DEFAULT_GOAL := build
.PHONY: build demo test torture test-address test-thread test-kernels test-cluster test-dist test-wheel dist wheel install fuzz
.PHONY: lint format
.PHONY: bench docs libraries python browser shells servers clean

TOOL = .build/release/corpus-tool
PREFIX = /usr/local

build: libraries
	swift build -c release --product corpus-tool
	@echo "built: $(TOOL)"

# The main job on data that the tool writes itself: see README.md.
demo: build
	$(TOOL) demo -o demo

# All tests, in the build that users run.
test: libraries python browser shells servers
	swift test -c release -Xswiftc -enable-testing --scratch-path .build-test $(if $(FILTER),--filter '$(FILTER)')

# The kill test with five times as many kills, and the simulations of docs/statistics.md with 1,000 draws each.
torture: libraries python
	KILLS=100 SIMULATIONS=1000 swift test -c release -Xswiftc -enable-testing --scratch-path .build-test \
	  --filter 'KillTests|SimulationTests'

# What is handed to others: dist/*.tar.gz and dist/*.deb, with Swift's runtime in the binary, completions and a manual page.
dist: libraries
	Scripts/dist

# The same program with its Python module, as pip installs them: dist/*.whl.
wheel: libraries
	Scripts/wheel

# The same files where a system wants them: make install PREFIX=/usr/local DESTDIR=…
install:
	@Scripts/dist install "$(DESTDIR)$(PREFIX)"

# The .deb and the .tar.gz in a Debian of their own without Swift (debootstrap, as root).
test-dist:
	Scripts/test_dist

# What the wheel needs of a system, its types, and pip in a Debian without Swift (as root).
test-wheel:
	Scripts/test_wheel

# The binary of `make dist` on Apache Spark, with an executor killed and with speculation. Gets Java and PySpark (500 MB).
test-cluster:
	@Scripts/setup cluster
	@[ -x .build-dist/stage/bin/corpus-tool ] || Scripts/dist
	.venv-cluster/bin/python cluster/test_spark.py .build-dist/stage/bin/corpus-tool

# The same tests in a debug build, its libraries optimized (Package.swift), that watches every access to memory; not those that
# are about other programs beside this one (shells, browsers, Vega, Python's module, the commands of the documentation), about what
# a kill leaves, or about texts and statistics alone, which touch no memory that the others do not.
# Where memory came from is told by five calls, not thirty: a program starts in two thirds of the time so.
ASAN = detect_leaks=0:malloc_context_size=5
BESIDE = CompletionShellTests|CompletionRequestTests|HelpTests|PythonModuleTests|FigureLayoutTests|READMETests|RowsPageTests
BESIDE := $(BESIDE)|DocumentedSQLTests|KillTests|vegaLiteCompiles|ReportTests|CorrelateFullTests
BESIDE := $(BESIDE)|AsPublishedCommandTests|AuditCommandTests|AnalyzeTests
test-address: libraries python browser shells servers
	CORPUS_OPTIMIZED_DEBUG=1 LAYOUT_CORPORA=$${LAYOUT_CORPORA:-8} ASAN_OPTIONS=$(ASAN) \
	  swift test --sanitize=address --scratch-path .build-address \
	  $(if $(FILTER),--filter '$(FILTER)',--skip '$(BESIDE)')

# What is done by several threads, in a debug build that watches who touches what, and in which order.
test-thread: libraries python
	Scripts/test_thread $(if $(FILTER),'$(FILTER)')

# The C kernels beside naive loops: here, under sanitizers, and for 64-bit ARM under QEMU. See Tests/Kernels/README.md.
test-kernels:
	@Scripts/setup kernels
	Scripts/test_kernels $(SEED)

# Under the address sanitizer, for hours: damaged shards of every layout through the reader, alone and beside other decoders,
# and damaged class lists, predictions and tables (FUZZ_ROUNDS), and corpora of hard captions in every layout
# (LAYOUT_CORPORA); from the seed FUZZ_SEED.
fuzz: libraries python
	FUZZ_ROUNDS=$${FUZZ_ROUNDS:-3000} LAYOUT_CORPORA=$${LAYOUT_CORPORA:-2000} FUZZ_SEED=$${FUZZ_SEED:-2} CORPUS_OPTIMIZED_DEBUG=1 \
	  ASAN_OPTIONS=$(ASAN) swift test --sanitize=address --scratch-path .build-address \
	  --filter "Damaged|ParquetMutation|damagedArchives|SnappyBlock|InPlace|CorpusTests.LayoutTests"

lint:
	swift format lint --strict -r Sources Tests Plugins Package.swift
	Scripts/rooms.py
	Scripts/flags.py
	python3 Scripts/rooms_test.py --quiet
	python3 Scripts/flags_test.py --quiet

format:
	swift format -i -r Sources Tests Plugins Package.swift

# Every figure beside its peers, in one run; writes BENCHMARKS.md. BENCH='--bytes 20000000 --rounds 1' for a quick look.
bench: libraries
	swift build -c release --product corpus-bench
	swift build -c release --product corpus-tool
	@Scripts/setup bench
	.venv-bench/bin/python Benchmarks/run.py .build/release ../shared $(BENCH)
	python3 Benchmarks/remote.py .build/release/corpus-tool .venv-bench-remote/bin/python

# The pages of both libraries, in .build/docs; a warning is an error.
docs: libraries
	swift package --allow-writing-to-directory .build/docs generate-documentation --target Corpus --target FreqAnalysis \
	  --enable-experimental-combined-documentation --warnings-as-errors --output-path .build/docs

libraries:
	@Scripts/setup libraries

python:
	@Scripts/setup python

browser:
	@Scripts/setup browser

shells:
	@Scripts/setup shells

servers:
	@Scripts/setup servers

clean:
	-mountpoint -q .build-dist/system/proc && umount .build-dist/system/proc
	rm -rf .build .build-* dist
