//! Import and the store.

use std::fs;

use super::{Sandbox, whole};

#[test]
fn import_makes_a_snapshot_that_lists_verifies_and_exports() {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    let import = sandbox.run(&["import", "--tables", "tables", "--store", "store", "--organization", "Small Org"]);
    insta::assert_snapshot!("import_tables", whole(&import));
    insta::assert_snapshot!("snapshot_list", whole(&sandbox.run(&["snapshot", "list", "--store", "store"])));
    insta::assert_snapshot!("snapshot_verify", whole(&sandbox.run(&["snapshot", "verify", "--store", "store"])));
    let export = sandbox.run(&["snapshot", "export", "latest", "--out", "back", "--store", "store"]);
    assert_eq!(export.code, 0, "{}", export.stderr);
    let analyze = |tables: &str| {
        let output = sandbox.run(&["analyze", "--tables", tables, "--contract", "contract.toml", "--format", "json"]);
        assert_eq!(output.code, 0, "{}", output.stderr);
        output.stdout
    };
    assert_eq!(analyze("back"), analyze("tables"), "what was exported says the same as what was imported");
}

#[test]
fn a_damaged_snapshot_is_found_and_named() {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    let import = sandbox.run(&["import", "--tables", "tables", "--store", "store"]);
    let file = sandbox.path(&format!("store/snapshots/{}/licenses.parquet", import.stdout.trim()));
    let mut bytes = fs::read(&file).unwrap();
    bytes[20] ^= 1;
    fs::write(&file, bytes).unwrap();
    let output = sandbox.run(&["snapshot", "verify", "--store", "store"]);
    assert_eq!(output.code, 3, "{}", output.stdout);
    assert!(output.stderr.contains("licenses.parquet"), "{}", output.stderr);
}

#[test]
fn prune_lists_before_it_deletes() {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    let id = sandbox.run(&["import", "--tables", "tables", "--store", "store"]).stdout;
    let dry = sandbox.run(&["snapshot", "prune", "--older-than", "2027-01-01", "--store", "store"]);
    assert!(dry.stdout.contains("would be deleted"), "{}", dry.stdout);
    let listed = sandbox.run(&["snapshot", "list", "--store", "store"]).stdout;
    assert!(listed.contains(id.trim()), "{listed}");
    sandbox.run(&["snapshot", "prune", "--older-than", "2027-01-01", "--yes", "--store", "store"]);
    let listed = sandbox.run(&["snapshot", "list", "--store", "store"]).stdout;
    assert!(!listed.contains(id.trim()), "{listed}");
}

#[test]
fn console_exports_of_a_demo_are_imported() {
    let sandbox = Sandbox::new();
    let made = sandbox.run(&[
        "demo",
        "generate",
        "--people",
        "60",
        "--write",
        "exports",
        "--dates",
        "german",
        "--durations",
        "clock",
        "--out",
        "demo",
    ]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    let import = sandbox.run(&["import", "demo/exports", "--store", "store"]);
    insta::assert_snapshot!("import_exports", whole(&import));
    let analyze = sandbox.run(&[
        "analyze",
        "--store",
        "store",
        "--contract",
        "demo/contract.toml",
        "--settings",
        "demo/seatwise.toml",
    ]);
    insta::assert_snapshot!("analyze_exports", whole(&analyze));
}

#[test]
fn init_writes_files_that_pass_and_replaces_nothing() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["init", "new"]).code, 0);
    sandbox.small_tables();
    let with_templates =
        ["analyze", "--tables", "tables", "--contract", "new/contract.toml", "--settings", "new/seatwise.toml"];
    let output = sandbox.run(&with_templates);
    assert_eq!(output.code, 0, "{}", output.stderr);
    insta::assert_snapshot!("init_again", whole(&sandbox.run(&["init", "new"])));
}
