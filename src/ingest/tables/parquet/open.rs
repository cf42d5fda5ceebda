//! Opening a Parquet file whatever wrote it.
//!
//! Dictionary-encoded text (pandas' categories) is plain text to Parquet; only the Arrow schema that some writers
//! put beside it calls it a dictionary, a type that is not switched on in our polars. Such a file is read from a
//! copy without that second schema.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use polars::prelude::*;
use tempfile::NamedTempFile;

/// A file that polars can read.
pub(super) struct Opened {
    pub(super) plan: LazyFrame,
    pub(super) schema: SchemaRef,
    /// The copy, if one was needed; gone with the value.
    pub(super) _copy: Option<NamedTempFile>,
}

/// Why a file can't be opened.
pub(super) enum Closed {
    /// It is not readable Parquet.
    Unreadable(PolarsError),
    /// Columns, with types that no table has.
    Types(Vec<String>),
}

impl From<PolarsError> for Closed {
    fn from(error: PolarsError) -> Closed {
        Closed::Unreadable(error)
    }
}

impl From<io::Error> for Closed {
    fn from(error: io::Error) -> Closed {
        Closed::Unreadable(error.into())
    }
}

/// Opens a file; reads its footer only.
pub(super) fn open(path: &Path) -> Result<Opened, Closed> {
    let (dictionaries, others) = foreign_types(path)?;
    if !others.is_empty() {
        return Err(Closed::Types(others));
    }
    let copy = if dictionaries { Some(copy_without_arrow_schema(path)?) } else { None };
    let args = ScanArgsParquet { glob: false, ..ScanArgsParquet::default() };
    let source = copy.as_ref().map_or(path, NamedTempFile::path);
    let mut plan = LazyFrame::scan_parquet(PlRefPath::try_from_path(source)?, args)?;
    let schema = plan.collect_schema()?;
    Ok(Opened { plan, schema, _copy: copy })
}

/// Are there dictionaries, and which columns have types that polars would stumble over?
fn foreign_types(path: &Path) -> Result<(bool, Vec<String>), Closed> {
    let schema = ParquetReader::new(File::open(path)?).schema()?;
    let mut dictionaries = false;
    let mut others = Vec::new();
    for field in schema.iter_values() {
        match &field.dtype {
            ArrowDataType::Dictionary(_, values, _) if is_known(values) => dictionaries = true,
            known if is_known(known) => {}
            other => others.push(format!("`{}` ({other:?})", field.name)),
        }
    }
    Ok((dictionaries, others))
}

fn is_known(dtype: &ArrowDataType) -> bool {
    use ArrowDataType as T;
    match dtype {
        T::Null | T::Boolean | T::Float32 | T::Float64 | T::Date32 | T::Timestamp(..) | T::Decimal(..) => true,
        T::Int8 | T::Int16 | T::Int32 | T::Int64 | T::UInt8 | T::UInt16 | T::UInt32 | T::UInt64 => true,
        T::Utf8 | T::LargeUtf8 | T::Utf8View | T::Binary | T::LargeBinary | T::BinaryView | T::FixedSizeBinary(_) => {
            true
        }
        T::List(item) | T::LargeList(item) => is_known(&item.dtype),
        _ => false,
    }
}

/// The key under which writers put the Arrow schema, and a key of the same length that means nothing.
const ARROW_SCHEMA: &[u8] = b"ARROW:schema";
const NO_SCHEMA: &[u8] = b"arrow.schema";

/// A copy whose footer has the Arrow schema under another key, so that the types are Parquet's own.
fn copy_without_arrow_schema(path: &Path) -> io::Result<NamedTempFile> {
    let mut copy = NamedTempFile::with_suffix(".parquet")?;
    fs::copy(path, copy.path())?;
    let file = copy.as_file_mut();
    // The file ends with the footer, its length in four bytes, and `PAR1`.
    let tail_at = file.seek(SeekFrom::End(-8))?;
    let mut length = [0; 4];
    file.read_exact(&mut length)?;
    let footer_at = tail_at.saturating_sub(u64::from(u32::from_le_bytes(length)));
    file.seek(SeekFrom::Start(footer_at))?;
    let mut footer = Vec::new();
    file.take(tail_at - footer_at).read_to_end(&mut footer)?;
    for at in 0..footer.len().saturating_sub(ARROW_SCHEMA.len()) {
        if footer[at..].starts_with(ARROW_SCHEMA) {
            footer[at..at + NO_SCHEMA.len()].copy_from_slice(NO_SCHEMA);
        }
    }
    let file = copy.as_file_mut();
    file.seek(SeekFrom::Start(footer_at))?;
    file.write_all(&footer)?;
    Ok(copy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_without_arrow_schema_has_the_same_rows() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("x.parquet");
        let mut frame = df!("a" => ["x", "y", "x"], "b" => [1_i64, 2, 3]).expect("equal lengths");
        ParquetWriter::new(File::create(&path).expect("created")).finish(&mut frame).expect("written");
        let copy = copy_without_arrow_schema(&path).expect("copied");
        assert_ne!(fs::read(&path).expect("there"), fs::read(copy.path()).expect("there"));
        let read = ParquetReader::new(File::open(copy.path()).expect("there")).finish().expect("readable");
        assert!(read.equals(&frame));
    }

    #[test]
    fn types_that_polars_would_stumble_over_are_known_by_name() {
        assert!(is_known(&ArrowDataType::LargeUtf8) && is_known(&ArrowDataType::Int8));
        assert!(!is_known(&ArrowDataType::Struct(Vec::new())));
    }
}
