#!/usr/bin/env bash
# A sample of mutants of the decisions and the rules: each changes one thing, and a test of core must fail.
#
#   tests/mutants/run.sh [SAMPLE] [SEED]        300 and 0; the same SEED takes the same mutants of the same source
#   HEYI_MUTANTS='in women_within_staff|in check_left' tests/mutants/run.sh 9999     only those whose name matches: survivors again
#
# Needs cargo-mutants (cargo install --locked cargo-mutants). The result lies in target/mutants/mutants.out.
set -euo pipefail
cd "$(dirname "$0")/../.."
sample=${1:-300} seed=${2:-0} tree=target/mutants/tree

# In a copy, because cargo-mutants reads the source without expanding macros: there each decision's `pub mod` stands written out.
rm -rf "$tree"
mkdir -p "$tree"
git ls-files -z -- Cargo.toml Cargo.lock clippy.toml core store projections http cli tests/Cargo.toml tests/src tests/reference tests/suite/main.rs tests/fuzz/main.rs tests/benches |
  tar --null --files-from=- --create | tar --extract --directory "$tree"
decisions=$tree/core/src/decisions.rs
sed -n 's/^    \([a-z_]*\)::[A-Z][A-Za-z]* = .*/pub mod \1;/p' core/src/decisions.rs >"$tree/mods"
awk -v mods="$tree/mods" '
  /^ *\$\(pub mod \$module;\)\+$/ { next }
  /^\/\/\/ One thing that can be decided\.$/ { while ((getline line < mods) > 0) print line; print "" }
  { print }
' core/src/decisions.rs >"$decisions"

only=(--package heyi-core --file 'core/src/decisions/**' --file core/src/decisions.rs --file core/src/rules.rs --file 'core/src/rules/**')
[ -z "${HEYI_MUTANTS:-}" ] || only+=(--re "$HEYI_MUTANTS")
all=$(cargo mutants --dir "$tree" --list "${only[@]}" | wc -l)
parts=$((all > sample ? all / sample : 1))
echo "$all mutants; every ${parts}th from number $((seed % parts)) on"
# Debug information costs more than the tests themselves take; a mutant that loops is stopped.
CARGO_PROFILE_DEV_DEBUG=0 CARGO_INCREMENTAL=1 cargo mutants --dir "$tree" --gitignore false --output target/mutants --no-shuffle --timeout 60 \
  --shard "$((seed % parts))/$parts" --sharding round-robin --jobs "${HEYI_JOBS:-2}" "${only[@]}" -- --lib
