//! Which of its three forms a command prints.

use clap::ValueEnum;

/// The forms; what each holds is said by the command's own `--format`.
#[derive(Debug, Clone, Copy, ValueEnum)]
#[allow(missing_docs, reason = "help would show them beside what each command says of its own forms")]
pub enum Format {
    Table,
    Json,
    Csv,
}
