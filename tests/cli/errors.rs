//! Exit codes and whole error texts; contracts and settings gone wrong, one file each, with what it is about.

use std::{fs, path::Path};

use super::{Sandbox, whole};

#[test]
fn every_kind_of_failure_has_its_exit_code() {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    insta::assert_snapshot!("usage_no_snapshot", whole(&sandbox.run(&["analyze", "--store", "store"])));
    insta::assert_snapshot!(
        "usage_as_of",
        whole(&sandbox.run(&["analyze", "--tables", "tables", "--as-of", "2026-10-31"]))
    );
    insta::assert_snapshot!("input_no_folder", whole(&sandbox.run(&["analyze", "--tables", "nowhere"])));
    insta::assert_snapshot!(
        "config_no_file",
        whole(&sandbox.run(&["analyze", "--tables", "tables", "--contract", "no.toml"]))
    );
}

#[test]
fn tables_without_any_time_ask_for_as_of() {
    let sandbox = Sandbox::new();
    sandbox.write("tables/users.csv", "user_id,email,name,state\nu1,a@x.example,Ann,active\n");
    sandbox.write("tables/licenses.csv", "user_id,license_id\nu1,cloudCX1\n");
    insta::assert_snapshot!(whole(&sandbox.run(&["analyze", "--tables", "tables"])));
}

/// Every file of a folder of wrong files: the whole text that it gives, and exit code 4.
fn catalog(folder: &str, option: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/errors").join(folder);
    let mut files: Vec<_> = fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots").join(folder));
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| {
        for file in &files {
            let name = file.file_stem().unwrap().to_str().unwrap();
            let copy = format!("{name}.toml");
            sandbox.write(&copy, &fs::read_to_string(file).unwrap());
            let output = sandbox.run(&["analyze", "--tables", "tables", option, &copy, "--format", "json"]);
            assert_eq!(output.code, 4, "{name}: {}{}", output.stdout, output.stderr);
            insta::assert_snapshot!(name, output.stderr);
        }
    });
    assert!(files.len() >= 8, "the catalog of wrong {folder} files shrank to {}", files.len());
}

#[test]
fn wrong_contracts_are_refused_with_every_problem() {
    catalog("contract", "--contract");
}

#[test]
fn wrong_settings_are_refused_with_every_problem() {
    catalog("settings", "--settings");
}
