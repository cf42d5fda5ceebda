# The list of chores. `just` alone shows them.

_default:
    @just --list

# Everything that a commit must pass
check: fmt lint test docs

# Formatting
fmt:
    cargo fmt --all --check

# Clippy, warnings denied
lint:
    cargo clippy --workspace --all-targets -- -D warnings

# All tests, as the README says
test:
    cargo test --workspace

# Docs of public and private items, warnings denied
docs:
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --document-private-items

# Licenses and sources of dependencies (needs cargo-deny)
deny:
    cargo deny --offline check licenses bans sources

# Precision, recall, regret and scores on demo organizations of twenty seeds (after a release build S takes a minute, M some ten)
truth size="S":
    cargo run --release --quiet -- demo score --size {{size}} --seeds 1..20

# The counts behind `confidence_score`, made anew from organizations that `truth` does not see (minutes, after a release build)
calibrate:
    cargo run --release --quiet -- demo score --size M --seeds 101..115 --write-calibration src/findings/calibration.toml --date $(date -I)

# Side by side with DuckDB: time and memory of the roll-up and of the peak (needs Python)
bench size="M":
    benches/run {{size}}

# Checks with outside programs: LibreOffice, Chromium
outside:
    tests/outside/run

# Pulls 2,000 people under every profile of faults, and 20,000 by the fewest requests, row for row (minutes)
pull-large:
    cargo test --test tests pull:: -- --ignored --nocapture

# Mutants of `pricing/` that no test notices (needs cargo-mutants; hours): first the quick unit tests, then all for what is left
mutants *files:
    cargo mutants -p seatwise-pricing --baseline skip --timeout 300 --no-shuffle {{files}} -- --lib
    cargo mutants -p seatwise-pricing --baseline skip --timeout 600 --no-shuffle --iterate {{files}}

# Accept new snapshots after looking at them (needs cargo-insta)
review:
    cargo insta review

# The pictures of the README and docs/OVERVIEW.md, made anew
pictures:
    cargo run -- demo --out target/pictures
    cp target/pictures/report/charts/seats-by-state.png target/pictures/report/charts/tier-held-and-needed.png target/pictures/report/charts/bill-to-target.png target/pictures/report/charts/cost-by-department.png docs/pictures/
    cargo run -- demo generate --people 2000 --months 13 --write snapshot --out target/pictures-year
    cargo run -- backtest --store target/pictures-year/store --contract target/pictures-year/contract.toml --settings target/pictures-year/seatwise.toml --chart docs/pictures/regret-and-saving.png
    cargo run -- report monthly --store target/pictures-year/store --contract target/pictures-year/contract.toml --settings target/pictures-year/seatwise.toml --period 2026-09 --by department --format text --out target/pictures/month --charts target/pictures/month
    cargo run -- report renewal --store target/pictures-year/store --contract target/pictures-year/contract.toml --settings target/pictures-year/seatwise.toml --format text --out target/pictures/renewal --charts target/pictures/renewal
    cp target/pictures/month/bridge.png docs/pictures/why-it-changed.png
    cp target/pictures/renewal/curve_1.png docs/pictures/commitment-curve.png
    cp target/pictures/renewal/heat_map.png docs/pictures/people-at-once.png

# Renew the pages that are generated from the code
pages:
    SEATWISE_WRITE_DOCS=1 cargo test --test tests docs
