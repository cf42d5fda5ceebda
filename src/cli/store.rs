//! Where the snapshots are: one option, shared by every command that opens the store.

use std::path::PathBuf;

use clap::Args;

use crate::{
    error::Failure,
    snapshot::{Store, locate},
};

/// Where the store is.
#[derive(Debug, Clone, Default, Args)]
pub struct StoreArgs {
    /// Folder of the snapshots; default: `seatwise` in the platform's data directory
    ///
    /// That is `~/.local/share/seatwise` on Linux (or below `XDG_DATA_HOME`), `~/Library/Application Support/seatwise` on macOS and
    /// `%APPDATA%\seatwise\data` on Windows. It is made where it is missing.
    #[arg(long, value_name = "DIR", env = "SEATWISE_STORE", hide_env_values = true, global = true)]
    pub store: Option<PathBuf>,
}

impl StoreArgs {
    /// Opens the store, which is made where it is missing.
    ///
    /// # Errors
    /// A platform without a data directory (usage), a folder that can't be made or read (internal).
    pub fn open(&self) -> Result<Store, Failure> {
        Ok(Store::open(locate(self.store.clone())?)?)
    }
}
