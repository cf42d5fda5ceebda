//! Integration tests, one binary.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

// Pages that are generated from the code.
mod docs;
// The binary from outside: commands and what they print, in a sealed environment.
mod cli;
// Every error case: what is refused, in which words, with which exit code.
mod errors;
// The same question answered a second, slower way, from the rules alone.
mod oracle;
// `pull` against the simulator of the API.
mod pull;
// Proposals for roles against the simulator's inference.
mod roles;
