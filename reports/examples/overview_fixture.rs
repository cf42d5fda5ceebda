//! Writes every file of the overview for the test organization: `cargo run --example overview_fixture -- <folder> [people]`.

use std::path::PathBuf;
use std::process::ExitCode;

use seatwise_reports::overview::{Format, write_all};
use seatwise_reports::text;

#[allow(dead_code, reason = "the tests use more of the fixture than this example")]
#[path = "../tests/fixture/mod.rs"]
mod fixture;

#[allow(clippy::print_stdout, clippy::print_stderr, reason = "an example talks to a terminal")]
fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(folder) = arguments.next().map(PathBuf::from) else {
        eprintln!("usage: overview_fixture <folder> [people | empty]");
        return ExitCode::FAILURE;
    };
    let overview = match arguments.next().as_deref() {
        None => fixture::overview(),
        Some("empty") => fixture::empty(),
        Some(people) => match people.parse() {
            Ok(people) => fixture::large(people),
            Err(_) => {
                eprintln!("`{people}` is no number of people; write digits, as 2000, or `empty`");
                return ExitCode::FAILURE;
            }
        },
    };
    match write_all(&overview, &folder, &Format::ALL) {
        Ok(files) => {
            print!("{}", text::summary(&overview, 100, &files));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
