//! Answers beside the snapshots: one line of JSON each, in the order in which they came; none is ever changed or removed.

use std::{collections::HashMap, fs, io};

use super::Answer;
use crate::{
    error::Failure,
    snapshot::{SnapshotError, Store, sync_dir, write_synced},
};

/// Name of the file in the store's folder.
pub const FILE_NAME: &str = "answers.jsonl";

/// What became of the answers of a sheet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Added {
    /// Kept in the store.
    pub new: usize,
    /// There already, word by word, as the latest answer to the same question.
    pub known: usize,
}

/// Every answer of a store, the oldest first; a store without the file has none.
///
/// # Errors
/// A file that can't be read (internal), or a line that is no answer (input).
pub fn read(store: &Store) -> Result<Vec<Answer>, Failure> {
    let path = store.root().join(FILE_NAME);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(SnapshotError::io("read", &path)(error).into()),
    };
    let line = |(at, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|error| {
            Failure::input(format!(
                "this is no answer of a manager: {error}\n  {}:{}\nexpected: the lines that `seatwise import --answers` writes\n\
                 hint: the file is damaged, or a newer seatwise wrote it; restore it from a backup",
                path.display(),
                at + 1
            ))
        })
    };
    text.lines().enumerate().map(line).collect()
}

/// Adds answers to those of a store: written beside, synced, renamed, so that no line is ever half there.
///
/// An answer that says what the latest one to the same question says is not kept twice.
///
/// # Errors
/// Those of [`read`], and a folder that can't be written (internal); the store is as it was before.
pub fn add(store: &Store, answers: &[Answer]) -> Result<Added, Failure> {
    let _lock = store.lock()?;
    let there = read(store)?;
    let mut latest: HashMap<_, &Answer> = there.iter().map(|answer| (answer.question(), answer)).collect();
    let mut new: Vec<&Answer> = Vec::new();
    for answer in answers {
        if latest.insert(answer.question(), answer) != Some(answer) {
            new.push(answer);
        }
    }
    if !new.is_empty() {
        write(store, there.iter().chain(new.iter().copied()))?;
    }
    Ok(Added { new: new.len(), known: answers.len() - new.len() })
}

/// The store's lock is held.
fn write<'a>(store: &Store, all: impl Iterator<Item = &'a Answer>) -> Result<(), Failure> {
    let mut text = String::new();
    for answer in all {
        let line = serde_json::to_string(answer).map_err(|error| Failure::internal(error.to_string()))?;
        text.push_str(&line);
        text.push('\n');
    }
    let (beside, target) = (store.tmp().join(FILE_NAME), store.root().join(FILE_NAME));
    write_synced(&beside, text.as_bytes())?;
    fs::rename(&beside, &target).map_err(SnapshotError::io("create", &target))?;
    sync_dir(store.root())?;
    Ok(())
}
