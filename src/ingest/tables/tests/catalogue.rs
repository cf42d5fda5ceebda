//! Every fault in words: one folder each under `tests/fixtures/errors/tables`.

use std::fs;
use std::path::Path;

use super::read;

#[test]
fn every_wrong_folder_is_refused_with_where_what_form_and_way_out() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/errors/tables");
    let mut names: Vec<_> = fs::read_dir(&root)
        .expect("the catalogue")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    assert!(names.len() >= 20, "the catalogue has {} cases", names.len());
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root.join("../../../snapshots/tables"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for name in names {
        let dir = root.join(&name);
        let intent = fs::read_to_string(dir.join("intent.txt")).expect("every case says what it is for");
        let problems = read(&dir).expect_err(&name);
        let text = problems.to_string().replace(&format!("{}/", root.display()), "");
        let text = text.replace(&root.display().to_string(), ".");
        settings.set_description(intent.trim());
        settings.bind(|| insta::assert_snapshot!(name.as_str(), text));
    }
}
