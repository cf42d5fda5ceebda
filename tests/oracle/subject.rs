//! What is tested: the program itself, in a folder of its own and without anything from the environment.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::org::Case;
use super::time::print;
use super::write::write;

/// The arguments of the analysis of a folder that `write` wrote.
pub fn arguments(case: &Case) -> Vec<String> {
    arguments_of("analyze", case)
}

/// The same for another command with the same source and a document.
fn arguments_of(command: &str, case: &Case) -> Vec<String> {
    let mut arguments: Vec<String> = [command, "--tables", "tables", "--format", "json"].map(str::to_owned).to_vec();
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
    run("analyze", case, dir)
}

fn run(name: &str, case: &Case, dir: &Path) -> Result<Vec<u8>, String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_seatwise"));
    command.current_dir(dir).env_clear().env("POLARS_MAX_THREADS", "1").args(arguments_of(name, case));
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

/// The documents of several commands on one case, in their order; `Err` = what the program says instead.
pub fn documents<const N: usize>(case: &Case, commands: [&str; N]) -> [Result<Value, String>; N] {
    let dir = tempfile::tempdir().expect("the system has a folder for temporary files");
    write(case, dir.path());
    commands.map(|name| {
        let bytes = run(name, case, dir.path())?;
        serde_json::from_slice(&bytes).map_err(|error| format!("not JSON: {error}"))
    })
}
