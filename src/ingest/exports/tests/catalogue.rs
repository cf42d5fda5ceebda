//! Every fault in words: one folder each under `tests/fixtures/errors/exports`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::Lines;
use crate::ingest::exports::{ExportOptions, read_exports};

#[test]
fn every_wrong_export_is_refused_with_where_what_form_and_way_out() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/errors/exports");
    let mut names: Vec<String> = fs::read_dir(&root)
        .expect("the catalogue")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    assert!(names.len() >= 30, "the catalogue has {} cases", names.len());
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root.join("../../../snapshots/exports"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for name in names {
        let dir = root.join(&name);
        let intent = fs::read_to_string(dir.join("intent.txt")).expect("every case says what it is for");
        let problems = read_exports(&inputs(&dir), &options(&dir), &mut Nothing(Lines::default())).expect_err(&name);
        let text = problems.to_string().replace(&format!("{}/", root.display()), "");
        settings.set_description(intent.trim());
        settings.bind(|| insta::assert_snapshot!(name.as_str(), text));
    }
}

/// Nothing may be pushed where anything is wrong.
struct Nothing(Lines);

impl crate::canonical::rows::RowSink for Nothing {
    fn push(&mut self, row: crate::canonical::rows::Row<'_>) -> anyhow::Result<()> {
        self.0.push(row)?;
        panic!("pushed although something is wrong: {:?}", self.0.0);
    }
}

/// The case's folder `in`, or the paths that its `paths.txt` names.
fn inputs(dir: &Path) -> Vec<PathBuf> {
    match fs::read_to_string(dir.join("paths.txt")) {
        Ok(paths) => paths.lines().map(|path| dir.join(path)).collect(),
        Err(_) => vec![dir.join("in")],
    }
}

fn options(dir: &Path) -> ExportOptions {
    let path = dir.join("aliases.toml");
    let aliases = fs::read_to_string(&path).ok().map(|text| (path.display().to_string(), text));
    ExportOptions { aliases, ..ExportOptions::default() }
}
