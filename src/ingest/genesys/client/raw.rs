//! Answers as they came, beside the work folder, for `--keep-raw`.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::super::allow::Operation;
use super::{ApiError, Request};

/// A folder of raw answers: per operation a folder, per request a file named by what was asked.
#[derive(Debug, Clone)]
pub(super) struct Raw {
    dir: PathBuf,
}

impl Raw {
    /// Keeps answers in `dir`, which is made when the first comes.
    pub(super) fn new(dir: &Path) -> Raw {
        Raw { dir: dir.to_path_buf() }
    }

    /// Keeps one answer; a later one to the same request replaces it.
    pub(super) fn keep(&self, operation: Operation, request: &Request, body: &[u8]) -> Result<(), ApiError> {
        let folder = self.dir.join(operation.path.trim_start_matches("/api/v2/").replace('/', "."));
        let asked = format!("{request} {:?} {:?}", request.query, request.body);
        let name: String = Sha256::digest(asked).iter().take(12).map(|byte| format!("{byte:02x}")).collect();
        let write = || -> std::io::Result<()> {
            fs::create_dir_all(&folder)?;
            let mut file = File::create(folder.join(format!("{name}.json")))?;
            file.write_all(body)
        };
        write().map_err(|error| ApiError::Local(format!("cannot write into `{}`: {error}", folder.display())))
    }
}
