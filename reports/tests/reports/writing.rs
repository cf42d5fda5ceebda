use std::fs;
use std::path::PathBuf;

use seatwise_reports::overview::{Format, write_all};

use crate::fixture;

/// A folder of this test alone, gone at the end.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("seatwise-reports-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn every_format_is_written_twice_with_the_same_bytes_and_nothing_else_stays() {
    let folder = Folder::new("twice");
    let out = folder.0.join("new/folder");
    let first = write_all(&fixture::overview(), &out, &Format::ALL).unwrap();
    let bytes: Vec<Vec<u8>> = first.iter().map(|path| fs::read(path).unwrap()).collect();
    assert_eq!(first.len(), 16);
    assert!(bytes.iter().all(|bytes| !bytes.is_empty()));
    let second = write_all(&fixture::overview(), &out, &[Format::Png, Format::Html, Format::Html]).unwrap();
    assert_eq!(second.len(), 6, "a format named twice is written once");
    write_all(&fixture::overview(), &out, &Format::ALL).unwrap();
    assert!(first.iter().zip(&bytes).all(|(path, bytes)| fs::read(path).unwrap() == *bytes));
    assert_eq!(fs::read_dir(&out).unwrap().count(), 7, "six files and the charts");
    assert_eq!(fs::read_dir(out.join("charts")).unwrap().count(), 10);
}

#[test]
fn every_file_that_fails_is_named_and_the_others_are_written() {
    let folder = Folder::new("blocked");
    fs::create_dir_all(folder.0.join("overview.html/in-the-way")).unwrap();
    fs::create_dir_all(folder.0.join("seats.csv/in-the-way")).unwrap();
    let error = write_all(&fixture::overview(), &folder.0, &[Format::Html, Format::Csv]).unwrap_err();
    let failed: Vec<&str> =
        error.failures.iter().map(|(path, _)| path.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(failed, ["overview.html", "seats.csv"]);
    assert!(error.to_string().starts_with("2 files could not be written\n"), "{error}");
    assert!(error.to_string().contains("hint: "), "{error}");
    assert!(folder.0.join("findings.csv").is_file());
    let parts = fs::read_dir(&folder.0)
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".part"));
    assert_eq!(parts.count(), 0, "no half file stays");
}
