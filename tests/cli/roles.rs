//! `seatwise roles`.

use rust_decimal::Decimal;
use serde_json::Value;

use super::{Sandbox, whole};

/// Agents on the phone and by mail, planners, and roles that were handed out too freely; a group with three people.
fn tables() -> Sandbox {
    let sandbox = Sandbox::new();
    let people = ["ann", "bob", "cem", "dee", "eva", "fay", "gus", "hal", "ida"];
    let users = people.map(|name| {
        let created = if name == "ida" { "2026-10-20" } else { "2024-01-01" };
        format!("{name},{name}@x.example,{name},active,{created}T00:00:00Z,2026-10-30T08:00:00Z\n")
    });
    sandbox
        .write("tables/users.csv", &format!("user_id,email,name,state,created_at,last_login_at\n{}", users.concat()));
    sandbox.write(
        "tables/licenses.csv",
        "user_id,license_id\nann,cloudCX3\nbob,cloudCX3\ncem,cloudCX3\ndee,cloudCX3\neva,cloudCX3\nfay,cloudCX1\nfay,copilot\n\
         gus,cloudCX1\ngus,copilot\nhal,cloudCX1\nida,cloudCX3\n",
    );
    sandbox.write(
        "tables/roles.csv",
        "role_id,name,permission\nr1,Agent,conversation:call:accept\nr1,Agent,routing:queue:view\nr2,Mail,conversation:email:accept\n\
         r2,Mail,routing:queue:view\nr3,Planner,wfm:schedule:edit\nr3,Planner,wfm:schedule:view\nr4,Reader,wfm:schedule:view\n\
         r5,Quality Admin,quality:*:*\nr5,Quality Admin,recording:annotation:view\nr6,Agent Copilot Agent,assistants:copilot:view\n\
         r7,Scores,performance:scorecard:view\n",
    );
    sandbox.write(
        "tables/role_grants.csv",
        "user_id,role_id,via_group_id\nann,r1,\nann,r4,\nbob,r1,\nbob,r4,\nbob,r5,g1\ncem,r3,\ncem,r4,\ndee,r2,\ndee,r5,g1\neva,r1,\n\
         eva,r5,g1\nfay,r1,\nfay,r6,\ngus,r1,\ngus,r6,\nhal,r1,\nhal,r7,\nida,r1,\nida,r4,\n",
    );
    sandbox.write(
        "tables/license_definitions.csv",
        "license_id,permission\ncollaborate,directory:user:view\ncloudCX1,conversation:call:accept\ncloudCX1,routing:queue:view\n\
         cloudCX2,conversation:email:accept\ncloudCX2,quality:evaluation:add\ncloudCX2,recording:annotation:view\n\
         cloudCX3,wfm:schedule:edit\ncloudCX3,wfm:schedule:view\ncloudCX3,quality:adminSettings:view\n\
         cloudCX3,performance:scorecard:view\ncopilot,assistants:copilot:view\n",
    );
    sandbox.write("tables/groups.csv", "group_id,name\ng1,Quality Circle\n");
    let day = "2026-10-30T00:00:00Z,2026-10-31T00:00:00Z";
    let used = [
        "ann,voice",
        "bob,voice",
        "cem,wfm_planning",
        "dee,email",
        "eva,voice",
        "eva,quality_evaluator",
        "fay,voice",
        "gus,voice",
        "gus,copilot",
        "hal,voice",
    ];
    let used = used.map(|row| row.split_once(',').unwrap()).map(|(who, what)| format!("{who},{day},{what},3,60000\n"));
    let header = "user_id,interval_start,interval_end,feature,events,duration_ms";
    sandbox.write("tables/activity.csv", &format!("{header}\n{}", used.concat()));
    sandbox
        .write("tables/coverage.csv", "table,feature,from,to\nactivity,,2026-01-01T00:00:00Z,2026-11-01T00:00:00Z\n");
    sandbox.write(
        "contract.toml",
        "[contract]\norganization = \"Small Org\"\nstart = \"2026-01-01\"\nend = \"2026-12-31\"\n[[line]]\nproduct = \"cx3\"\n\
         quantity = 5\nunit_price = \"140.00\"\noverage_price = \"150.00\"\n",
    );
    sandbox
}

const DATA: [&str; 6] = ["--tables", "tables", "--contract", "contract.toml", "--as-of", "2026-10-31T23:59:59Z"];

fn run(sandbox: &Sandbox, command: &[&str]) -> String {
    let arguments: Vec<&str> = ["roles"].iter().chain(command).chain(&DATA).copied().collect();
    let output = sandbox.run(&arguments);
    for line in output.stdout.lines().filter(|_| !command.contains(&"--format")) {
        assert!(line.chars().count() <= 80, "wider than 80 columns: {line}");
    }
    whole(&output)
}

#[test]
fn roles_are_listed_by_money_with_what_to_change() {
    let sandbox = tables();
    insta::assert_snapshot!("roles_page", run(&sandbox, &[]));
    insta::assert_snapshot!("roles_json", run(&sandbox, &["--format", "json"]));
    insta::assert_snapshot!("roles_csv", run(&sandbox, &["--format", "csv"]));
}

#[test]
fn one_role_is_shown_with_everybody_who_has_it() {
    let sandbox = tables();
    insta::assert_snapshot!("role_page", run(&sandbox, &["quality admin"]));
    insta::assert_snapshot!("role_without_a_proposal", run(&sandbox, &["r7"]));
    insta::assert_snapshot!("role_json", run(&sandbox, &["Reader", "--format", "json"]));
    insta::assert_snapshot!("role_csv", run(&sandbox, &["Quality Admin", "--format", "csv"]));
    insta::assert_snapshot!("role_unknown", run(&sandbox, &["Quality Admn"]));
}

#[test]
fn what_if_an_add_on_lapses_a_role_is_given_a_permission_is_added() {
    let sandbox = tables();
    let events = ["--lapse", "copilot", "--give", "Planner=quality circle", "--add", "Agent=conversation:email:accept"];
    insta::assert_snapshot!("roles_what_if", run(&sandbox, &events));
    let json: Vec<&str> = events.iter().chain(&["--format", "json"]).copied().collect();
    insta::assert_snapshot!("roles_what_if_json", run(&sandbox, &json));
    let csv: Vec<&str> = events.iter().chain(&["--format", "csv"]).copied().collect();
    insta::assert_snapshot!("roles_what_if_csv", run(&sandbox, &csv));
    let wrong =
        ["--lapse", "cx3", "--lapse", "cx33", "--give", "Planner", "--give", "Planner=g9", "--add", "Agent=a:b:c"];
    insta::assert_snapshot!("roles_what_if_wrong", run(&sandbox, &wrong));
}

#[test]
fn page_and_json_have_the_same_numbers() {
    let sandbox = tables();
    let page = run(&sandbox, &[]);
    let json = run(&sandbox, &["--format", "json"]);
    let (_, json) = json.split_once("--- stdout\n").unwrap();
    let document: serde_json::Value = serde_json::from_str(json.split_once("--- stderr").unwrap().0).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let proposals = document["proposals"].as_array().unwrap();
    assert!(!proposals.is_empty());
    for proposal in proposals {
        let (id, known) = (text(&proposal["id"]), text(&proposal["contracted_monthly"]["known"]));
        let (now, later) = (text(&proposal["effect"]["now_monthly"]), text(&proposal["effect"]["at_renewal_monthly"]));
        let line = format!("{id}: {known} a month (now {now}, at renewal {later})");
        assert!(page.contains(&line), "{line}");
    }
    let roles = document["roles"].as_array().unwrap();
    for (role, keeps) in
        roles.iter().flat_map(|role| role["keeps"].as_array().unwrap().iter().map(move |it| (role, it)))
    {
        let figures = [
            keeps["people"].to_string(),
            keeps["open"].to_string(),
            text(&keeps["contracted_monthly"]["known"]),
            text(&keeps["open_contracted_monthly"]["known"]),
        ];
        let name = text(&role["name"]);
        let is_row =
            |line: &&str| line.starts_with(&name) && figures.iter().all(|it| line.split(' ').any(|cell| cell == it));
        assert!(page.lines().any(|line| is_row(&line)), "{name}: {figures:?}");
    }
}

#[test]
fn without_roles_the_page_says_so() {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    for table in ["roles", "role_grants", "license_definitions"] {
        std::fs::remove_file(sandbox.path(&format!("tables/{table}.csv"))).unwrap();
    }
    insta::assert_snapshot!("roles_none", run(&sandbox, &[]));
}

/// A document that a command prints, or that a report writes beside it.
fn document(sandbox: &Sandbox, command: &[&str], file: Option<&str>) -> Value {
    let arguments: Vec<&str> = command.iter().chain(&DATA).chain(&["--format", "json"]).copied().collect();
    let output = sandbox.run(&arguments);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let written = |file| std::fs::read_to_string(sandbox.path(file)).unwrap();
    serde_json::from_str(&file.map_or(output.stdout, written)).unwrap()
}

/// Rows of a table of a report.
fn rows<'d>(report: &'d Value, table: &str) -> Vec<&'d Value> {
    report["tables"][table]["rows"].as_array().unwrap().iter().collect()
}

fn number(value: &Value) -> Decimal {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned).parse().unwrap()
}

/// What `seatwise roles` says of a role, all its licenses together, as the row of a report has it.
fn figures(role: &Value) -> Vec<(&'static str, Decimal)> {
    let keeps = || role["keeps"].as_array().unwrap().iter();
    let sum = |key: &str| -> Decimal { keeps().map(|keeps| number(&keeps[key])).sum() };
    let known = |key: &str| -> Decimal { keeps().map(|keeps| number(&keeps[key]["known"])).sum() };
    vec![
        ("people", sum("people")),
        ("used", sum("used") + sum("needed")),
        ("open", sum("open")),
        ("list_monthly", known("list_monthly")),
        ("contracted_monthly", known("contracted_monthly")),
        ("open_contracted_monthly", known("open_contracted_monthly")),
    ]
}

#[test]
fn reports_show_the_figures_of_seatwise_roles() {
    let sandbox = tables();
    let roles = document(&sandbox, &["roles"], None);
    let admin = document(&sandbox, &["report", "admin", "--out", "admin"], Some("admin/small-org-admin-2026-10.json"));
    let shown = rows(&admin, "roles");
    let that_keep =
        || roles["roles"].as_array().unwrap().iter().filter(|role| role["keeps"] != Value::Array(Vec::new()));
    assert_eq!((shown.len(), that_keep().count()), (4, 4));
    for role in that_keep() {
        let row = shown.iter().find(|row| row["role"] == role["name"]).unwrap();
        for (key, figure) in figures(role) {
            assert_eq!(number(&row[key]), figure, "{key} of {}", role["name"]);
        }
    }
    let amounts: Vec<Decimal> = shown.iter().map(|row| number(&row["contracted_monthly"])).collect();
    assert!(amounts.is_sorted_by(|one, next| one >= next), "{amounts:?}");
    let proposals = roles["proposals"].as_array().unwrap();
    let told = rows(&admin, "role_proposals");
    assert_eq!((told.len(), proposals.is_empty()), (proposals.len(), false));
    for (row, proposal) in told.iter().zip(proposals) {
        assert_eq!(row["proposal"], proposal["id"]);
        assert_eq!(number(&row["people"]), Decimal::from(proposal["lowered"].as_array().unwrap().len()));
        assert_eq!(number(&row["contracted_monthly"]), number(&proposal["contracted_monthly"]["known"]));
        assert_eq!(number(&row["at_renewal_monthly"]), number(&proposal["effect"]["at_renewal_monthly"]));
        let [id, name] = ["proposal", "change"].map(|key| row[key].as_str().unwrap());
        let of_role = shown.iter().filter(|row| row["proposal"].as_str().unwrap().contains(id)).count();
        assert!(of_role > 0 && name.contains(proposal["changes"][0]["name"].as_str().unwrap()), "{row}");
    }
}

#[test]
fn the_renewal_has_the_roles_that_the_facts_for_the_vendor_have_not() {
    let sandbox = tables();
    let roles = document(&sandbox, &["roles"], None);
    let written = "out/small-org-renewal-2026-10.json";
    let renewal = document(&sandbox, &["report", "renewal", "--out", "out"], Some(written));
    let shown = rows(&renewal, "roles");
    let open = |role: &&Value| figures(role).iter().any(|(key, figure)| *key == "open" && !figure.is_zero());
    let wanted: Vec<&Value> = roles["roles"].as_array().unwrap().iter().filter(open).collect();
    assert_eq!((shown.len(), wanted.is_empty()), (wanted.len(), false));
    for role in wanted {
        let row = shown.iter().find(|row| row["role"] == role["name"]).unwrap();
        let own = figures(role).into_iter().filter(|(key, _)| !row[key].is_null());
        assert!(own.map(|(key, figure)| assert_eq!(number(&row[key]), figure, "{key}")).count() >= 4, "{row}");
    }
    assert!(renewal.to_string().contains("roles_that_cost"), "the chart");
    let facts = std::fs::read_to_string(sandbox.path("out/small-org-facts-2026-10.json")).unwrap();
    for word in ["role", "Reader", "Quality Admin", "proposal"] {
        assert!(!facts.contains(word), "{word}: {facts}");
    }
}
