//! Snapshots: canonical tables as immutable Parquet files with a manifest, and the store that holds them.
//!
//! A snapshot is complete or it does not exist: it is written beside the store, synced, and renamed into it.
//! Several processes may use one store. What the tables mean is left to others: nothing here knows a price,
//! a license or a rule; the only columns with a role of their own are times (files per month) and `user_id`
//! (which becomes the row number `user_ix`).

mod cancel;
mod draft;
mod error;
mod export;
mod files;
mod hash;
mod locate;
mod manifest;
mod prune;
mod stage;
mod store;
mod verify;
mod view;
mod within;

pub use cancel::Cancel;
pub(crate) use files::{Durability, for_each_batch, sync_dir, write_synced};
pub(crate) use stage::{dtype, interval, write_parquet};
pub(crate) use store::remove;

pub use draft::{Draft, SnapshotMeta};
pub use error::SnapshotError;
pub use export::Format;
pub use locate::locate;
pub use manifest::{CoverageEntry, FileEntry, Manifest, Note};
pub use prune::{PruneOptions, PruneReport};
pub use stage::{Cell, Stage, TableBuffer};
pub use store::Store;
pub use view::{Snapshot, TemporaryMeta};

#[cfg(test)]
mod tests;
