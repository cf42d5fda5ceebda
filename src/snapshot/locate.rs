//! Where the store is: what the user names, else the environment, else the platform's data directory.

use std::env;
use std::path::PathBuf;

use super::SnapshotError;

/// The environment variable that names the store.
const VARIABLE: &str = "SEATWISE_STORE";

/// The root of the store: `named` (from `--store DIR`), else `SEATWISE_STORE` unless empty, else `seatwise` in the
/// platform's data directory. Nothing is created.
///
/// # Errors
/// [`SnapshotError::NoPlace`] where the platform names no data directory.
pub fn locate(named: Option<PathBuf>) -> Result<PathBuf, SnapshotError> {
    let from_environment = || env::var_os(VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from);
    let from_platform = || directories::ProjectDirs::from("", "", "seatwise").map(|dirs| dirs.data_dir().to_path_buf());
    named.or_else(from_environment).or_else(from_platform).ok_or(SnapshotError::NoPlace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_store_wins() {
        let named = PathBuf::from("some/where");
        assert_eq!(locate(Some(named.clone())).expect("named"), named);
    }
}
