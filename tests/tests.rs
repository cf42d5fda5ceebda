//! Integration tests, one binary.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

// Pages that are generated from the code.
mod docs;
// The binary from outside: commands, exit codes, error catalogs, in a sealed environment.
mod cli;
// The same question answered a second, slower way, from the rules alone.
mod oracle;
// `pull` against the simulator of the API.
mod pull;
