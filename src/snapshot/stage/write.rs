//! Frames to Parquet files, synced.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use polars::prelude::*;

use super::super::files::Durability;
use super::super::{FileEntry, SnapshotError, files};

/// Rows of a row group: small enough that a few at a time, one per core, stay small in memory.
const ROW_GROUP_ROWS: usize = 1 << 18;

/// Writes one file of a snapshot. `path` is relative to `dir`, with `/`.
pub(super) fn parquet(
    dir: &Path,
    path: String,
    table: &str,
    frame: &mut DataFrame,
    durability: Durability,
) -> Result<FileEntry, SnapshotError> {
    let target = dir.join(&path);
    write_parquet(&target, frame, durability)?;
    let (sha256, bytes) = files::sha256_of_file(&target)?;
    Ok(FileEntry { path, table: table.to_owned(), rows: frame.height() as u64, bytes, sha256 })
}

/// Writes a frame as Parquet.
pub(crate) fn write_parquet(target: &Path, frame: &mut DataFrame, durability: Durability) -> Result<(), SnapshotError> {
    let file = File::create(target).map_err(SnapshotError::io("create", target))?;
    let synced = file.try_clone().map_err(SnapshotError::io("open", target))?;
    let mut out = Remembering { file: BufWriter::with_capacity(1 << 20, file), failure: None };
    let written = ParquetWriter::new(&mut out)
        .with_compression(ParquetCompression::Lz4Raw)
        .with_statistics(StatisticsOptions::default())
        .with_row_group_size(Some(ROW_GROUP_ROWS))
        .finish(frame);
    // Dropping the buffer would swallow the error of a full disk.
    let flushed = out.flush();
    if let Some(failure) = out.failure {
        return Err(SnapshotError::io("write", target)(failure));
    }
    written.map_err(SnapshotError::parquet("write", target))?;
    flushed.map_err(SnapshotError::io("write", target))?;
    match durability {
        Durability::Synced => synced.sync_all().map_err(SnapshotError::io("sync", target)),
        Durability::Temporary => Ok(()),
    }
}

/// A file that remembers why it could not be written: on its way through the Parquet writer the reason becomes text.
struct Remembering {
    file: BufWriter<File>,
    failure: Option<io::Error>,
}

impl Remembering {
    fn remember<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &result {
            let copy = || io::Error::new(error.kind(), error.to_string());
            self.failure.get_or_insert_with(|| error.raw_os_error().map_or_else(copy, io::Error::from_raw_os_error));
        }
        result
    }
}

impl Write for Remembering {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let result = self.file.write(bytes);
        self.remember(result)
    }

    fn flush(&mut self) -> io::Result<()> {
        let result = self.file.flush();
        self.remember(result)
    }
}
