//! Frames to Parquet files, synced.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use polars::prelude::*;

use super::super::{FileEntry, SnapshotError, files};

/// Rows of a row group: small enough that statistics let a scan of one week skip most of a month.
const ROW_GROUP_ROWS: usize = 1 << 18;

/// Writes one file of a snapshot. `path` is relative to `dir`, with `/`.
pub(super) fn parquet(
    dir: &Path,
    path: String,
    table: &str,
    frame: &mut DataFrame,
) -> Result<FileEntry, SnapshotError> {
    let target = dir.join(&path);
    write_parquet(&target, frame)?;
    let (sha256, bytes) = files::sha256_of_file(&target)?;
    Ok(FileEntry { path, table: table.to_owned(), rows: frame.height() as u64, bytes, sha256 })
}

/// Writes a frame as Parquet and syncs the file.
pub(crate) fn write_parquet(target: &Path, frame: &mut DataFrame) -> Result<(), SnapshotError> {
    let file = File::create(target).map_err(SnapshotError::io("create", target))?;
    let synced = file.try_clone().map_err(SnapshotError::io("open", target))?;
    ParquetWriter::new(BufWriter::with_capacity(1 << 20, file))
        .with_compression(ParquetCompression::Lz4Raw)
        .with_statistics(StatisticsOptions::default())
        .with_row_group_size(Some(ROW_GROUP_ROWS))
        .finish(frame)
        .map_err(SnapshotError::parquet("write", target))?;
    synced.sync_all().map_err(SnapshotError::io("sync", target))
}
