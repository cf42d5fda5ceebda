//! `--pseudonymize`: a report that names nobody, and the key that makes the names.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::{
    error::Failure,
    overview::names::{KEY_BYTES_MIN, Pseudonyms},
};

/// Environment variable with the key of the pseudonyms; never an option, so that no list of processes shows it.
const VARIABLE: &str = "SEATWISE_PSEUDONYM_KEY";

/// Who is named.
#[derive(Debug, Args)]
#[command(next_help_heading = "People")]
pub(super) struct PseudonymArgs {
    /// Name nobody: people and managers get pseudonyms, the same ones as long as the key is the same
    #[arg(long)]
    pseudonymize: bool,
    /// File with the key of the pseudonyms, at least 16 bytes; default: SEATWISE_PSEUDONYM_KEY
    #[arg(long, value_name = "FILE", requires = "pseudonymize")]
    pseudonym_key: Option<PathBuf>,
}

impl PseudonymArgs {
    /// The key, where nobody is to be named.
    pub(super) fn pseudonyms(&self) -> Result<Option<Pseudonyms>, Failure> {
        if !self.pseudonymize {
            return Ok(None);
        }
        let way_out = format!(
            "hint: write at least {KEY_BYTES_MIN} random bytes to a file, as by `openssl rand -hex 32 >team.key`, name it with \
             `--pseudonym-key team.key` or put its text into {VARIABLE}, and keep it: the same key gives the same names"
        );
        let key = match (&self.pseudonym_key, std::env::var(VARIABLE)) {
            (Some(path), _) => read(path, &way_out)?,
            (None, Ok(text)) if !text.is_empty() => text.into_bytes(),
            (None, _) => {
                return Err(Failure::usage(format!("`--pseudonymize` needs a key, and none is given\n{way_out}")));
            }
        };
        Pseudonyms::new(&key).map(Some).map_err(|error| Failure::usage(format!("{error}\n{way_out}")))
    }
}

fn read(path: &Path, way_out: &str) -> Result<Vec<u8>, Failure> {
    std::fs::read(path)
        .map_err(|error| Failure::usage(format!("cannot read the key `{}`: {error}\n{way_out}", path.display())))
}
