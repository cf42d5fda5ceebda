//! `seatwise diff`.

use std::fs;

use super::{Sandbox, whole};

/// September and October of the small organization: Ann's role got a permission, Cem is gone, Fay came, Dee has more.
fn two_months() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    for name in ["users", "licenses", "activity", "presence", "coverage", "roles", "role_grants", "license_definitions"]
    {
        let text = fs::read_to_string(sandbox.path(&format!("tables/{name}.csv"))).unwrap();
        let (before, after) = match name {
            "users" => {
                let after: String =
                    text.lines().filter(|line| !line.starts_with("u3")).map(|line| format!("{line}\n")).collect();
                let after = after + "u5,=fay@x.example,=Fay,active,Sales,,2026-10-20T00:00:00Z,2026-10-30T08:00:00Z\n";
                (earlier(&text), after)
            }
            "licenses" => (
                "user_id,license_id\nu1,cloudCX2\nu2,cloudCX2\nu3,cloudCX1\nu4,cloudCX1\n".to_owned(),
                "user_id,license_id\nu1,cloudCX3\nu2,cloudCX2\nu4,cloudCX2\nu5,cloudCX1\n".to_owned(),
            ),
            "roles" => (text.replace("wfm:schedule:edit", "voice:call:answer"), text.clone()),
            "activity" | "presence" => (earlier(&text), text.clone()),
            "coverage" => (text.replace("2026-10-31", "2026-09-30"), text.clone()),
            _ => (text.clone(), text.clone()),
        };
        sandbox.write(&format!("september/{name}.csv"), &before);
        sandbox.write(&format!("october/{name}.csv"), &after);
    }
    sandbox
}

/// The last days of October as those of September.
fn earlier(text: &str) -> String {
    ["29", "30", "31"].iter().zip(["27", "28", "29"]).fold(text.to_owned(), |text, (late, early)| {
        text.replace(&format!("2026-10-{late}"), &format!("2026-09-{early}"))
    })
}

#[test]
fn two_months_are_compared() {
    let sandbox = two_months();
    let run = |more: &[&str]| {
        let asked = ["diff", "september", "october", "--contract", "contract.toml"];
        sandbox.run(&asked.into_iter().chain(more.iter().copied()).collect::<Vec<_>>())
    };
    let page = run(&[]);
    for line in page.stdout.lines() {
        assert!(line.chars().count() <= 80, "wider than 80 columns: {line}");
    }
    insta::assert_snapshot!("diff_page", whole(&page));
    insta::assert_snapshot!("diff_json", whole(&run(&["--format", "json"])));
    insta::assert_snapshot!("diff_csv", whole(&run(&["--format", "csv"])));
    let backwards = ["diff", "october", "september", "--contract", "contract.toml"];
    insta::assert_snapshot!("diff_backwards", whole(&sandbox.run(&backwards)));
}

#[test]
fn snapshots_of_a_store_are_compared_by_id() {
    let sandbox = two_months();
    let import = |name: &str| {
        let output = sandbox.run(&["import", "--tables", name, "--store", "store"]);
        assert_eq!(output.code, 0, "{}", output.stderr);
        output.stdout.trim().to_owned()
    };
    let (first, _) = (import("september"), import("october"));
    let output = sandbox.run(&["diff", &first, "--store", "store"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert!(output.stdout.contains("People 4 → 4"), "{}", output.stdout);
    let unknown = sandbox.run(&["diff", "nothing", "--store", "store"]);
    assert_eq!((unknown.code, unknown.stderr.contains("nothing")), (2, true), "{}", unknown.stderr);
}
