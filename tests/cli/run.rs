//! The main job: analyze, explain, report, demo.

use std::{fs, io::Read as _, process::Stdio};

use super::{Sandbox, whole};

const SMALL: [&str; 4] = ["--tables", "tables", "--contract", "contract.toml"];

fn with<'a>(command: &[&'a str], rest: &[&'a str]) -> Vec<&'a str> {
    command.iter().chain(rest).copied().collect()
}

#[test]
fn analyze_gives_the_whole_document() {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    let output = sandbox.run(&with(&["analyze", "--format", "json"], &SMALL));
    insta::assert_snapshot!(whole(&output));
}

#[test]
fn analyze_gives_a_table_and_csv() {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    insta::assert_snapshot!("analyze_table", whole(&sandbox.run(&with(&["analyze"], &SMALL))));
    insta::assert_snapshot!("analyze_csv", whole(&sandbox.run(&with(&["analyze", "--format", "csv"], &SMALL))));
}

#[test]
fn two_runs_give_the_same_bytes() {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    let run = || sandbox.run(&with(&["analyze", "--format", "json"], &SMALL)).stdout;
    assert_eq!(run(), run());
}

#[test]
fn explain_shows_one_person() {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    insta::assert_snapshot!("explain_by_email", whole(&sandbox.run(&with(&["explain", "ANN@x.example"], &SMALL))));
    insta::assert_snapshot!("explain_idle", whole(&sandbox.run(&with(&["explain", "u2"], &SMALL))));
}

#[test]
fn report_writes_every_file_and_guards_what_bites() {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    let output = sandbox.run(&with(&["report", "overview", "--out", "report"], &SMALL));
    assert_eq!(output.code, 0, "{}", output.stderr);
    insta::assert_snapshot!(whole(&output));
    let csv = fs::read_to_string(sandbox.path("report/seats.csv")).unwrap();
    assert!(csv.contains("'=HYPERLINK("), "a formula in a name stays text: {csv}");
    assert!(csv.contains("'+Dee"), "{csv}");
    let page = fs::read_to_string(sandbox.path("report/overview.html")).unwrap();
    assert!(page.contains("&lt;script&gt;alert(1)"), "HTML is escaped");
    assert!(!page.contains("<script>alert(1)"));
    assert!(!page.contains("src=\"http") && !page.contains("href=\"http"), "nothing is loaded from anywhere");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_seatwise"))
        .args(with(&["analyze", "--format", "json"], &SMALL))
        .current_dir(sandbox.path("."))
        .env_clear()
        .env("TMPDIR", sandbox.path("."))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut complaint = String::new();
    child.stderr.take().unwrap().read_to_string(&mut complaint).unwrap();
    assert_eq!(complaint, "");
    assert!(child.wait().unwrap().success());
}

#[test]
fn the_demo_runs_the_main_job_and_can_be_repeated() {
    let sandbox = Sandbox::new();
    let demo = ["demo", "--people", "60", "--months", "3", "--out", "demo"];
    let first = sandbox.run(&demo);
    assert_eq!(first.code, 0, "{}", first.stderr);
    insta::assert_snapshot!(first.stdout);
    let page = fs::read(sandbox.path("demo/report/overview.html")).unwrap();
    assert_eq!(sandbox.run(&demo).stdout, first.stdout);
    assert_eq!(fs::read(sandbox.path("demo/report/overview.html")).unwrap(), page);
}

#[test]
fn a_demo_never_replaces_what_is_not_a_demo() {
    let sandbox = Sandbox::new();
    sandbox.write("mine/work.txt", "hours of it");
    let output = sandbox.run(&["demo", "--people", "60", "--out", "mine"]);
    insta::assert_snapshot!(whole(&output));
    assert_eq!(fs::read_to_string(sandbox.path("mine/work.txt")).unwrap(), "hours of it");
}

#[test]
fn recommendations_on_demo_organizations_keep_their_promise() {
    let sandbox = Sandbox::new();
    let output = sandbox.run(&["demo", "score", "--people", "400", "--seeds", "1..2"]);
    assert_eq!(output.code, 0, "{}{}", output.stdout, output.stderr);
    assert!(output.stdout.contains("precision of high confidence"), "{}", output.stdout);
}
