//! The main job: analyze, explain, report, demo.

use std::{fs, io::Read as _, path::Path, process::Stdio};

use serde_json::Value;

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
    insta::assert_snapshot!("report_overview_files", files(&sandbox.path("report")).join("\n"));
}

/// The names of all files below a folder, in order.
fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .flat_map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                files(&path).into_iter().map(|below| format!("{name}/{below}")).collect()
            } else {
                vec![name]
            }
        })
        .collect();
    names.sort();
    names
}

#[test]
fn the_overview_takes_what_every_report_takes() {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    let run = |rest: &[&str]| sandbox.run(&with(&["report", "overview"], &[&SMALL[..], rest].concat()));
    // The name that the option had before there were other reports.
    assert_eq!(run(&["--out", "old", "--formats", "html,xlsx,svg"]).code, 0);
    assert_eq!(files(&sandbox.path("old")).len(), 2 + 5);
    let german = ["--locale", "de", "--company", "Umlaut & Söhne", "--accent", "#7a1f5c"];
    let formats = ["--format", "html,pdf,parquet,text,json", "--charts", "charts"];
    let output = run(&[&["--out", "one"], &german[..], &formats].concat());
    assert_eq!(output.code, 0, "{}", output.stderr);
    let page = fs::read_to_string(sandbox.path("one/overview.html")).unwrap();
    assert!(page.contains("data-locale=\"de\"") && page.contains("Umlaut &amp; Söhne") && page.contains("#7a1f5c"));
    assert!(page.contains("140,00\u{a0}$"), "amounts are written as in German");
    assert!(fs::read(sandbox.path("one/overview.pdf")).unwrap().starts_with(b"%PDF"));
    assert!(fs::read(sandbox.path("one/overview-parquet/seats.parquet")).unwrap().starts_with(b"PAR1"));
    assert!(sandbox.path("charts/idle-days.svg").is_file() && sandbox.path("charts/idle-days.png").is_file());
    run(&[&["--out", "two"], &german[..], &formats].concat());
    for name in files(&sandbox.path("one")) {
        let read = |folder: &str| fs::read(sandbox.path(folder).join(&name)).unwrap();
        assert_eq!(read("one"), read("two"), "{name} has other bytes");
    }
}

#[test]
fn the_figures_of_the_overview_are_those_of_the_analysis_and_can_be_watched() {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    let watched = ["--format", "json", "--out", "out", "--fail-on", "to_give_back>2,over_tiered>5"];
    let output = sandbox.run(&with(&["report", "overview"], &[&SMALL[..], &watched].concat()));
    assert_eq!(output.code, 10, "{}", output.stderr);
    assert!(output.stderr.contains("to_give_back>2: to_give_back is 3"), "{}", output.stderr);
    assert!(!output.stderr.contains("over_tiered"), "{}", output.stderr);
    let report: Value = serde_json::from_slice(&fs::read(sandbox.path("out/overview.json")).unwrap()).unwrap();
    let analysis = sandbox.run(&with(&["analyze", "--format", "json"], &SMALL));
    let analysis: Value = serde_json::from_str(&analysis.stdout).unwrap();
    let figure = |id: &str| &report["figures"][id]["value"];
    for id in ["assigned", "billed"] {
        assert_eq!(figure(id), &analysis["seats"][id], "{id}");
    }
    for id in ["list_monthly", "contracted_monthly", "overage_monthly", "billed_monthly"] {
        assert_eq!(figure(id), &analysis["costs"][id], "{id}");
    }
    for id in ["cash_now", "at_renewal", "exposure"] {
        assert_eq!(figure(id), &analysis["savings"][format!("{id}_monthly")], "{id}");
    }
}

#[test]
fn an_overview_under_pseudonyms_names_nobody() {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    let run = |rest: &[&str]| sandbox.run(&with(&["report", "overview"], &[&SMALL[..], rest].concat()));
    let without_key = run(&["--pseudonymize"]);
    assert_eq!(without_key.code, 2, "{}", without_key.stderr);
    assert!(without_key.stderr.contains("needs a key"), "{}", without_key.stderr);
    sandbox.write("team.key", "a key that is long enough\n");
    let output =
        run(&["--pseudonymize", "--pseudonym-key", "team.key", "--format", "html,csv,json,text", "--out", "out"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let names = files(&sandbox.path("out"));
    assert!(names.len() > 15, "{names:?}");
    let read = names.iter().map(|name| fs::read_to_string(sandbox.path("out").join(name)).unwrap());
    for text in read.chain([output.stdout]) {
        for name in ["x.example", "HYPERLINK", "+Dee", "alert(1)", "Ann"] {
            assert!(!text.contains(name), "{name} in {text}");
        }
    }
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
