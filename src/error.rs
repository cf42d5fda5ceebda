//! What stops a command, by kind. This is the only place that knows exit codes; help and `docs/CLI.md` list them from here.

use std::{fmt, io};

use crate::{ingest::problem::Problems, snapshot::SnapshotError};

/// Whose matter a failure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A bug or a failing machine.
    Internal,
    /// The command line.
    Usage,
    /// The input data.
    Input,
    /// The contract, a quote or the settings.
    Config,
    /// The remote service or the credentials for it.
    Remote,
    /// What was asked for is done, and a threshold of `--fail-on` is crossed.
    Threshold,
}

impl Kind {
    /// Every kind, in the order of exit codes.
    pub const ALL: [Kind; 6] = [Kind::Internal, Kind::Usage, Kind::Input, Kind::Config, Kind::Remote, Kind::Threshold];

    /// What it means to whoever called, and what helps.
    pub fn meaning(self) -> &'static str {
        match self {
            Kind::Internal => "a bug, a failing machine or Ctrl-C: the same command may succeed later",
            Kind::Usage => "the command line: an option, a name or a folder is wrong",
            Kind::Input => "the input data or a damaged snapshot: nothing of it was used",
            Kind::Config => "the contract, a quote or the settings",
            Kind::Remote => {
                "Genesys Cloud or the credentials for it: what was collected is kept, the same command goes on"
            }
            Kind::Threshold => "a threshold of `--fail-on` is crossed: all that was asked for is done and written",
        }
    }

    /// The exit code.
    pub fn exit_code(self) -> u8 {
        match self {
            Kind::Internal => 1,
            Kind::Usage => 2,
            Kind::Input => 3,
            Kind::Config => 4,
            Kind::Remote => 5,
            Kind::Threshold => 10,
        }
    }
}

/// Why a command stopped: where, what, the expected form, the way out.
#[derive(Debug)]
pub struct Failure {
    /// Whose matter it is.
    pub kind: Kind,
    text: String,
}

impl Failure {
    /// A mistake on the command line.
    pub fn usage(text: impl Into<String>) -> Failure {
        Failure { kind: Kind::Usage, text: text.into() }
    }

    /// A fault of the input data.
    pub fn input(text: impl Into<String>) -> Failure {
        Failure { kind: Kind::Input, text: text.into() }
    }

    /// A fault of the contract or the settings.
    pub fn config(text: impl Into<String>) -> Failure {
        Failure { kind: Kind::Config, text: text.into() }
    }

    /// A fault of the remote service or of the credentials for it.
    pub fn remote(text: impl Into<String>) -> Failure {
        Failure { kind: Kind::Remote, text: text.into() }
    }

    /// A threshold is crossed.
    pub fn threshold(text: impl Into<String>) -> Failure {
        Failure { kind: Kind::Threshold, text: text.into() }
    }

    /// A bug or a failing machine.
    pub fn internal(text: impl Into<String>) -> Failure {
        Failure { kind: Kind::Internal, text: text.into() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.text.starts_with("error: ") { f.write_str(&self.text) } else { write!(f, "error: {}", self.text) }
    }
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Failure {
        Failure::input(problems.to_string().trim_end().to_owned())
    }
}

impl From<SnapshotError> for Failure {
    fn from(error: SnapshotError) -> Failure {
        let kind = match &error {
            SnapshotError::NotFound { .. } | SnapshotError::Ambiguous { .. } | SnapshotError::Occupied(_) => {
                Kind::Usage
            }
            SnapshotError::NoPlace => Kind::Usage,
            SnapshotError::Manifest { .. }
            | SnapshotError::Parquet { .. }
            | SnapshotError::Rows { .. }
            | SnapshotError::MissingTable { .. } => Kind::Input,
            SnapshotError::Io { .. } | SnapshotError::Cancelled => Kind::Internal,
        };
        Failure { kind, text: error.to_string() }
    }
}

impl From<polars::error::PolarsError> for Failure {
    fn from(error: polars::error::PolarsError) -> Failure {
        Failure::input(format!(
            "the stored tables can't be read: {error}\nhint: `seatwise snapshot verify` names every damaged file"
        ))
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::internal(error.to_string())
    }
}
