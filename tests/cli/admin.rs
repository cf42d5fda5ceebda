//! `seatwise report admin`, and the way of its answers there and back.

use std::fs;

use serde_json::Value;

use super::{Sandbox, whole};

const REPORT: [&str; 9] =
    ["report", "admin", "--store", "store", "--contract", "contract.toml", "--out", "out", "--format=json,csv"];

/// The small tables in a store.
fn organization() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    let import = sandbox.run(&["import", "--tables", "tables", "--store", "store"]);
    assert_eq!(import.code, 0, "{}", import.stderr);
    sandbox
}

/// The sheet of the report, filled in: `answer` by user id.
fn fill(sandbox: &Sandbox, name: &str, answer: impl Fn(&str) -> [&'static str; 3]) {
    let sheet = sandbox.path("out/small-org-admin-2026-10-answers.csv");
    let mut rows = csv::Reader::from_path(sheet).unwrap();
    let heads = rows.headers().unwrap().clone();
    let at = |name: &str| heads.iter().position(|head| head == name).unwrap();
    let mut filled = csv::Writer::from_writer(Vec::new());
    filled.write_record(&heads).unwrap();
    for row in rows.records() {
        let mut cells: Vec<String> = row.unwrap().iter().map(str::to_owned).collect();
        let user = cells[at("user_id")].clone();
        for (column, text) in ["answer", "reason", "until"].into_iter().zip(answer(&user)) {
            cells[at(column)] = text.to_owned();
        }
        filled.write_record(&cells).unwrap();
    }
    sandbox.write(name, &String::from_utf8(filled.into_inner().unwrap()).unwrap());
}

/// What `analyze` says under arguments.
fn analyzed(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    let all: Vec<&str> =
        ["analyze", "--contract", "contract.toml", "--format", "json"].iter().chain(arguments).copied().collect();
    let output = sandbox.run(&all);
    assert_eq!(output.code, 0, "{}", output.stderr);
    serde_json::from_str(&output.stdout).unwrap()
}

fn advised(document: &Value) -> Vec<(&str, Option<&str>)> {
    let all = document["recommendations"].as_array().unwrap().iter();
    all.map(|row| (row["user_id"].as_str().unwrap(), row["agreed_on"].as_str())).collect()
}

#[test]
fn the_report_names_its_figures_and_files() {
    let sandbox = organization();
    insta::assert_snapshot!(whole(&sandbox.run(&REPORT)));
    let bytes = fs::read(sandbox.path("out/small-org-admin-2026-10.json")).unwrap();
    sandbox.run(&REPORT);
    assert_eq!(fs::read(sandbox.path("out/small-org-admin-2026-10.json")).unwrap(), bytes, "the same bytes again");
}

#[test]
fn answers_go_to_managers_and_come_back() {
    let sandbox = organization();
    let before = analyzed(&sandbox, &["--store", "store"]);
    let all = advised(&before);
    assert_eq!(all.len(), 4, "{all:?}");
    sandbox.run(&REPORT);
    // u1 is kept until a day, u2 may go, u4 is not answered; u3 is deactivated and not in the sheet.
    fill(&sandbox, "filled.csv", |user| match user {
        "u1" => ["keep", "covers for Bo", "2026-12-24"],
        "u2" => ["Forego", "", ""],
        "u3" => panic!("nobody has to be asked about a deactivated account"),
        _ => ["", "", ""],
    });
    let import = ["import", "--answers", "filled.csv", "--store", "store"];
    insta::assert_snapshot!(whole(&sandbox.run(&import)));
    let kept = fs::read(sandbox.path("store/answers.jsonl")).unwrap();
    let again = sandbox.run(&import);
    assert!(again.stdout.contains("2 kept in the store, 2 of them there already"), "{}", again.stdout);
    assert_eq!(fs::read(sandbox.path("store/answers.jsonl")).unwrap(), kept, "nothing is kept twice");

    let after = analyzed(&sandbox, &["--store", "store"]);
    let without: Vec<&str> = advised(&after).into_iter().map(|(user, _)| user).collect();
    assert!(!without.contains(&"u1") && without.len() == 3, "{without:?}");
    assert!(advised(&after).contains(&("u2", Some("2026-10-30"))), "{:?}", advised(&after));
    let guard = &after["guards"].as_array().unwrap()[0];
    assert_eq!(guard["guard"], "answered-keep");
    let own = before["recommendations"].as_array().unwrap().iter().find(|row| row["user_id"] == "u1").unwrap();
    assert_eq!(guard["forgone_monthly"], own["contracted_delta_monthly"]);

    // The cool-down ends with as-of, not with the clock.
    let later = analyzed(&sandbox, &["--store", "store", "--as-of", "2026-12-25T00:00:00Z"]);
    assert!(later["guards"].as_array().unwrap().iter().all(|row| row["guard"] != "answered-keep"), "{later}");
    let last_day = analyzed(&sandbox, &["--store", "store", "--as-of", "2026-12-24T23:59:59Z"]);
    let is_own = |row: &Value| row["guard"] == "answered-keep";
    let is_still_made = advised(&last_day).iter().any(|(user, _)| *user == "u1");
    assert!(last_day["guards"].as_array().unwrap().iter().any(is_own) || !is_still_made, "{last_day}");
    let earlier = analyzed(&sandbox, &["--store", "store", "--as-of", "2026-10-29T23:59:59Z"]);
    assert!(earlier["guards"].as_array().unwrap().iter().all(|row| !is_own(row)), "before the report nothing is known");
}

#[test]
fn without_a_store_a_sheet_is_honored_as_it_is() {
    let sandbox = organization();
    sandbox.run(&REPORT);
    fill(&sandbox, "filled.csv", |user| if user == "u1" { ["keep", "covers for Bo", ""] } else { ["", "", ""] });
    let plain = analyzed(&sandbox, &["--tables", "tables"]);
    let honored = analyzed(&sandbox, &["--tables", "tables", "--answers", "filled.csv"]);
    assert!(advised(&plain).iter().any(|(user, _)| *user == "u1"));
    assert!(advised(&honored).iter().all(|(user, _)| *user != "u1"));
    let explained =
        sandbox.run(&["explain", "u1", "--tables", "tables", "--contract", "contract.toml", "--answers", "filled.csv"]);
    assert!(explained.stdout.contains("guard `answered-keep`"), "{}", explained.stdout);
}

#[test]
fn pseudonyms_need_a_key_and_leave_no_name_in_any_file() {
    let sandbox = organization();
    let with = |more: &[&str]| {
        let mut all = REPORT.to_vec();
        all.extend(more);
        sandbox.run(&all)
    };
    insta::assert_snapshot!(whole(&with(&["--pseudonymize"])));
    sandbox.write("short.key", "abc\n");
    assert_eq!(with(&["--pseudonymize", "--pseudonym-key", "short.key"]).code, 2);
    assert_eq!(with(&["--pseudonym-key", "short.key"]).code, 2, "a key alone names nobody less");
    sandbox.write("team.key", "a key that is long enough\n");
    let output = with(&["--pseudonymize", "--pseudonym-key", "team.key"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let mut folders = vec![sandbox.path("out")];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            files += 1;
            let text = fs::read_to_string(&path).unwrap();
            for name in ["x.example", "HYPERLINK", "+Dee", "alert(1)", "Ann"] {
                assert!(!text.contains(name), "{name} in {}", path.display());
            }
        }
    }
    assert!(files > 10, "{files} files");
}

#[test]
fn an_answer_to_a_report_that_is_still_to_come_is_refused() {
    let sandbox = organization();
    sandbox.run(&REPORT);
    fill(&sandbox, "filled.csv", |_| ["keep", "on leave", ""]);
    let later = fs::read_to_string(sandbox.path("filled.csv")).unwrap().replace("2026-10-30", "2028-10-30");
    sandbox.write("later.csv", &later);
    let output = sandbox.run(&["import", "--answers", "later.csv", "--store", "store"]);
    assert_eq!(output.code, 3, "{}", output.stderr);
    assert!(output.stderr.contains("was proposed on 2028-10-30"), "{}", output.stderr);
    assert!(!sandbox.path("store/answers.jsonl").exists(), "nothing is kept");
}

#[test]
fn files_without_names_do_not_stand_beside_a_sheet_with_names() {
    let sandbox = organization();
    sandbox.run(&REPORT);
    sandbox.write("team.key", "0123456789abcdef0123456789abcdef");
    let named = [&REPORT[..], &["--pseudonymize", "--pseudonym-key", "team.key"]].concat();
    let output = sandbox.run(&named);
    assert_eq!(output.code, 2, "{}", output.stderr);
    assert!(output.stderr.contains("names people"), "{}", output.stderr);
}

#[test]
fn answers_that_belong_to_nothing_were_taken_without_a_word() {
    let sandbox = organization();
    sandbox.run(&REPORT);
    let heads = "recommendation,user_id,proposed_on,answer,reason\n";
    sandbox.write(
        "typed.csv",
        &format!(
            "{heads}r-0123456789abcdef,u1,2026-10-30,keep,on leave\r\nr-0123456789abcdef,u77,2026-10-30,forego,\r\n"
        ),
    );
    let import = sandbox.run(&["import", "--answers", "typed.csv", "--store", "store"]);
    assert_eq!(import.code, 0, "{}", import.stderr);
    let warning = "warning: nobody in the latest snapshot is `u77`: answers about them concern nobody\n";
    assert!(import.stderr.contains(warning), "{}", import.stderr);
    sandbox.run(&REPORT);
    let report = fs::read_to_string(sandbox.path("out/small-org-admin-2026-10.json")).unwrap();
    assert!(report.contains("Answers of managers to what is not recommended today: "), "{report}");
    assert!(report.contains("(`r-0123456789abcdef`, `r-0123456789abcdef`)"), "{report}");

    // An answer to what is recommended, agreed to or held back is none of them.
    fs::remove_file(sandbox.path("store/answers.jsonl")).unwrap();
    sandbox.run(&REPORT);
    fill(&sandbox, "filled.csv", |user| if user == "u1" { ["keep", "on leave", ""] } else { ["forego", "", ""] });
    sandbox.run(&["import", "--answers", "filled.csv", "--store", "store"]);
    sandbox.run(&REPORT);
    let report = fs::read_to_string(sandbox.path("out/small-org-admin-2026-10.json")).unwrap();
    assert!(!report.contains("what is not recommended today"), "{report}");
}

#[test]
fn an_id_is_written_alike_in_the_sheet_and_in_the_worklist() {
    let sandbox = organization();
    sandbox.run(&REPORT);
    let ids = |name: &str| -> std::collections::BTreeSet<String> {
        let mut rows = csv::Reader::from_path(sandbox.path(name)).unwrap();
        let at = rows.headers().unwrap().iter().position(|head| head == "recommendation").unwrap();
        rows.records().map(|row| row.unwrap()[at].to_owned()).collect()
    };
    let (sheet, list) =
        (ids("out/small-org-admin-2026-10-answers.csv"), ids("out/small-org-admin-2026-10-worklist.csv"));
    assert!(sheet.len() >= 3 && sheet.is_subset(&list), "{sheet:?} {list:?}");
    assert!(list.iter().all(|id| id.starts_with("r-")), "{list:?}");
}
