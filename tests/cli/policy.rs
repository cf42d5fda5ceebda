//! `seatwise policy check`.

use super::{Sandbox, whole};

#[test]
fn the_rules_of_the_settings_are_checked() {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    sandbox.write(
        "seatwise.toml",
        "[[exception]]\nuser = \"bob@x.example\"\nreason = \"=parental leave\"\nuntil = \"2027-01-31\"\n\
         [[exception]]\nuser = \"zoe@x.example\"\nreason = \"left\"\n\
         [[pin]]\nfeature = \"wfm_schedule\"\ndepartment = \"Sales\"\n\
         [[pool]]\ndepartment = \"Sales\"\nproduct = \"cx3\"\nlimit = 0\n",
    );
    let run = |more: &[&str]| {
        let asked =
            ["policy", "check", "--tables", "tables", "--contract", "contract.toml", "--settings", "seatwise.toml"];
        whole(&sandbox.run(&asked.into_iter().chain(more.iter().copied()).collect::<Vec<_>>()))
    };
    let page = run(&[]);
    for line in page.lines() {
        assert!(line.chars().count() <= 80, "wider than 80 columns: {line}");
    }
    insta::assert_snapshot!("policy_page", page);
    insta::assert_snapshot!("policy_json", run(&["--format", "json"]));
    insta::assert_snapshot!("policy_csv", run(&["--format", "csv"]));
    sandbox.write("seatwise.toml", "[[pool]]\nproduct = \"cx33\"\nlimit = -1\n[[pool]]\ndivision = \"A\"\n");
    insta::assert_snapshot!("policy_wrong_pools", run(&[]));
}
