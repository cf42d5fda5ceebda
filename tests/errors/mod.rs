//! Every error case, one fixture each under `tests/fixtures/errors`: the program refuses it with its whole text, kept as a
//! snapshot; `docs/ERRORS.md` is made from the same runs.

mod case;

use std::{collections::BTreeSet, fs, path::Path};

pub(super) use case::{Case, SOURCES, Source, cases};

fn check(folder: &str, at_least: usize) {
    let source = SOURCES.iter().find(|source| source.folder == folder).unwrap();
    let cases: Vec<&Case> = cases().iter().filter(|case| case.source.folder == folder).collect();
    assert!(cases.len() >= at_least, "the cases of {folder} shrank to {}", cases.len());
    let snapshots = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots").join(folder);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(&snapshots);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for case in &cases {
        let name = case.name.as_str();
        assert_eq!((case.code, case.stdout.as_str()), (source.exit_code, ""), "{name}: {}", case.stderr);
        assert!(case.intent.ends_with('.'), "{name} says what it is about, in a sentence");
        settings.set_description(&case.intent);
        settings.bind(|| insta::assert_snapshot!(name, case.stderr));
    }
    let named: BTreeSet<String> = cases.iter().map(|case| format!("{}.snap", case.name)).collect();
    let kept = fs::read_dir(&snapshots).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(kept.collect::<BTreeSet<_>>(), named, "snapshots without a case");
}

#[test]
fn a_wrong_command_line_is_refused_with_the_way_out() {
    check("usage", 15);
}

#[test]
fn wrong_exports_are_refused_with_every_problem() {
    check("exports", 45);
}

#[test]
fn wrong_tables_are_refused_with_every_problem() {
    check("tables", 30);
}

#[test]
fn wrong_contracts_are_refused_with_every_problem() {
    check("contract", 20);
}

#[test]
fn wrong_quotes_are_refused_with_every_problem() {
    check("quote", 18);
}

#[test]
fn wrong_settings_are_refused_with_every_problem() {
    check("settings", 14);
}

#[test]
fn billing_that_is_no_contract_is_refused_with_every_problem() {
    check("billing", 14);
}

#[test]
fn wrong_invoices_are_refused_with_every_problem() {
    check("invoice", 18);
}

#[test]
fn lists_that_no_identity_provider_gives_are_refused_with_every_problem() {
    check("drift", 14);
}

#[test]
fn wrong_budgets_are_refused_with_every_problem() {
    check("budget", 8);
}

#[test]
fn wrong_comments_are_refused_with_every_problem() {
    check("comments", 6);
}

#[test]
fn sheets_of_answers_are_refused_with_every_problem() {
    check("answers", 6);
}
