//! What is tested: the program itself, in a folder of its own and without anything from the environment.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::org::Case;
use super::time::print;
use super::write::write;

/// The arguments of the analysis of a folder that `write` wrote.
pub fn arguments(case: &Case) -> Vec<String> {
    arguments_of(case, &["analyze"])
}

fn arguments_of(case: &Case, command: &[&str]) -> Vec<String> {
    let source = ["--tables", "tables", "--format", "json"];
    let mut arguments: Vec<String> = command.iter().chain(&source).map(|word| (*word).to_owned()).collect();
    if case.contract.is_some() {
        arguments.extend(["--contract", "contract.toml"].map(str::to_owned));
    }
    if case.settings.is_some() {
        arguments.extend(["--settings", "seatwise.toml"].map(str::to_owned));
    }
    if let Some(at) = case.as_of {
        arguments.extend(["--as-of".to_owned(), print(at)]);
    }
    arguments
}

/// What the program prints for a folder; `Err` = what it says instead.
pub fn analyze_folder(case: &Case, dir: &Path) -> Result<Vec<u8>, String> {
    run_in(dir, &arguments(case))
}

fn run_in(dir: &Path, arguments: &[String]) -> Result<Vec<u8>, String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_seatwise"));
    command.current_dir(dir).env_clear().env("POLARS_MAX_THREADS", "1").args(arguments);
    let output = command.output().expect("the program was built for this test");
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(format!("{}: {}", output.status, String::from_utf8_lossy(&output.stderr)))
}

/// The bytes of the analysis of a case.
pub fn bytes(case: &Case) -> Result<Vec<u8>, String> {
    let dir = tempfile::tempdir().expect("the system has a folder for temporary files");
    write(case, dir.path());
    analyze_folder(case, dir.path())
}

/// The analysis of a case.
pub fn document(case: &Case) -> Result<Value, String> {
    serde_json::from_slice(&bytes(case)?).map_err(|error| format!("not JSON: {error}"))
}

/// What another command prints of a case.
pub fn run(case: &Case, command: &[&str]) -> Result<Value, String> {
    let dir = tempfile::tempdir().expect("the system has a folder for temporary files");
    write(case, dir.path());
    let bytes = run_in(dir.path(), &arguments_of(case, command))?;
    serde_json::from_slice(&bytes).map_err(|error| format!("not JSON: {error}"))
}
