# Short names for the commands of README.md. `just` alone lists them.

_list:
    @just --list

# Build, record the example cases in ./heyi-data, serve on 127.0.0.1:8080
demo *args:
    cargo run --release -- demo {{args}}

# All tests; the browser journeys say in one line when they did not run
test *args:
    cargo test --workspace {{args}}

# Format and lints, as the continuous integration runs them
check:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings

# What the log must withstand, as in the continuous integration: 100 kills, 500 power cuts, 500 damages, every failing operation
durability:
    cargo test -p heyi-tests --test suite -- durability power_cut --nocapture

# Forged frames, bodies, requests and commands: each for 8 seconds, a minute in all
fuzz:
    HEYI_FUZZ_SECONDS=8 cargo test --workspace --test fuzz --test forged -- --nocapture

# SIGKILL of the real server between and during requests
killed:
    cargo test -p heyi-cli --test killed -- --nocapture

# Why sled is not the only copy: 100 simulated power cuts of sled by itself. Needs strace
sled-alone:
    HEYI_REQUIRE=strace HEYI_CUTS=100 cargo test -p heyi-tests --test suite sled_alone -- --nocapture

# The same for hours: 1,000 kills, 10,000 power cuts, 10,000 damages, an hour of the fuzzer
soak:
    HEYI_SEEDS=10000 HEYI_KILLS=1000 HEYI_DAMAGES=10000 cargo test --release --workspace --test suite -- durability power_cut --nocapture
    HEYI_KILLS=1000 cargo test --release --workspace --test killed -- --nocapture
    HEYI_FUZZ_SECONDS=450 cargo test --release --workspace --test fuzz --test forged -- --nocapture

# The reference deadlines, and the published leaves and chain, computed again by programs that share no code with heyi
reference:
    python3 tests/reference/leaves.py
    python3 -m venv target/reference-venv
    target/reference-venv/bin/pip install --quiet chinesecalendar==1.11.0
    target/reference-venv/bin/python tests/reference/check.py

# Every measure counted by the tables and by the oracle over 60 random histories: 13,500 questions
figures:
    HEYI_HISTORIES=60 cargo test -p heyi-tests --test suite -- simulation_every_measure --nocapture

# 300 mutants of the decisions and the rules, in under an hour; `just mutants 30 7` takes 30 others. Needs cargo-mutants
mutants sample="300" seed="0":
    tests/mutants/run.sh {{sample}} {{seed}}

# API documentation of the crates
docs:
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --open

# Licences, bans, sources
deny:
    cargo deny check bans licenses sources
