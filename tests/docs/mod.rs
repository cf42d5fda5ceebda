//! Pages that are generated from the code, so that they can't drift: a stale page fails, `SEATWISE_WRITE_DOCS=1` renews it.

mod cli;
mod errors;

use std::{fmt::Write as _, fs, path::Path};

use seatwise::{
    canonical::{Kind, TABLES},
    findings::code::{Advice, Remark},
};
use seatwise_reports::focus::{
    BILLING_PERIOD_COLUMNS, COLUMNS, CONTRACT_COMMITMENT_COLUMNS, Column, INVOICE_DETAIL_COLUMNS,
};

fn check(name: &str, page: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    if std::env::var_os("SEATWISE_WRITE_DOCS").is_some() {
        fs::write(&path, page).unwrap();
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert!(there == page, "docs/{name} is stale: run `SEATWISE_WRITE_DOCS=1 cargo test --test tests docs`");
}

#[test]
fn the_page_of_tables_is_current() {
    let mut page = String::from(
        "# Canonical tables\n\n\
         A folder of them, CSV with header or Parquet, is an input: `seatwise import --tables DIR`, `seatwise analyze --tables DIR`.\n\
         A table is `<name>.csv`, `<name>.parquet`, or a folder `<name>/` of such files. All times are UTC; intervals include their\n\
         start and exclude their end; a missing value is an empty cell or null. Columns beside these are noted and not read.\n\
         What can't be concluded without an optional table or column is said to be unknown, never guessed.\n\n\
         Generated from the code.\n",
    );
    for table in &TABLES {
        let needed = if table.required { "required" } else { "optional" };
        let _ = writeln!(
            page,
            "\n## `{}` ({needed})\n\n{}.\n\n| column | kind | there | meaning |\n|---|---|---|---|",
            table.name,
            sentence(table.doc)
        );
        for column in table.columns {
            let there = match (column.required, column.nullable) {
                (true, false) => "in every row",
                (true, true) => "may be empty",
                (false, _) => "may be absent",
            };
            let _ = writeln!(page, "| `{}` | {} | {there} | {} |", column.name, kind(column.kind), column.doc);
        }
    }
    check("TABLES.md", &page);
}

fn kind(kind: Kind) -> String {
    match kind {
        Kind::Text => "text".to_owned(),
        Kind::Word(words) => words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" "),
        Kind::Timestamp => "RFC 3339 in CSV, `timestamp[us, UTC]` in Parquet".to_owned(),
        Kind::Date => "date, `YYYY-MM-DD`".to_owned(),
        Kind::Count => "whole number, not negative".to_owned(),
        Kind::Decimal => "exact decimal, not negative".to_owned(),
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[test]
fn the_page_of_codes_is_current() {
    let mut page = String::from(
        "# What seatwise can say\n\nCodes are stable: outputs, filters and scripts may rely on them. Generated from the code.\n\n\
         ## Recommendations\n\n\
         At most one per person, the first that applies. To keep one from being made: an `[[exception]]` with a reason and an end,\n\
         `[protect]` for people and roles, `[[pin]]` for a feature that is needed without evidence, `offers.allow` for what may be offered,\n\
         a manager's `keep` in the sheet of `seatwise report admin` (ADMIN.md). What holds one back has a code of its own (EXPLAIN.md, guards).\n\n\
         | code | when |\n|---|---|\n",
    );
    for code in Advice::ALL {
        let _ = writeln!(page, "| `{}` | {} |", code.as_str(), when(code));
    }
    page.push_str(
        "\n## Findings\n\nWhat a reader must know. A finding goes when its cause goes: complete the input, price the product, mend the rule in the settings.\n\n\
         | code | severity | meaning |\n|---|---|---|\n",
    );
    for (code, meaning) in Remark::ALL {
        let _ = writeln!(page, "| `{}` | {} | {meaning} |", code.as_str(), code.severity().as_str());
    }
    check("FINDINGS.md", &page);
}

fn when(code: Advice) -> &'static str {
    match code {
        Advice::DowngradeTier => "a base of lower rank, with add-ons that are held already, covers the needs for less",
        Advice::DropAddon => "the same base without some of the add-ons covers the needs",
        Advice::ReclaimDeactivated => "the account is deactivated or deleted and still licensed",
        Advice::ReclaimDeparted => "the identity provider says the person is gone",
        Advice::ReclaimDuplicate => "no sign of life in the window, while another account of the same person has one",
        Advice::ReclaimIdle => "the latest sign of life is `idle_days` or more before as-of",
        Advice::ReclaimNeverActivated => {
            "no sign of life ever, for `grace_days` or more in which one would have been seen; a login after as-of is one"
        }
        Advice::ReleaseCxSeat => {
            "no contact-center feature is needed, and a base outside the contact center is allowed and cheaper"
        }
        Advice::SwapOffer => "another combination of base and add-ons covers the needs for less",
        Advice::UpgradeTier => "what is held does not cover the needs",
    }
}

#[test]
fn the_page_of_focus_lists_every_column_in_order() {
    fn rows<R>(columns: &[Column<R>]) -> impl Iterator<Item = String> {
        columns.iter().map(|column| {
            let only = column.only.map(|only| format!(" ({} only)", only.as_str())).unwrap_or_default();
            format!("| `{}`{only} | {} |", column.name, column.from)
        })
    }
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/FOCUS.md")).unwrap();
    let of_1_4 =
        rows(BILLING_PERIOD_COLUMNS).chain(rows(CONTRACT_COMMITMENT_COLUMNS)).chain(rows(INVOICE_DETAIL_COLUMNS));
    let expected: Vec<String> = rows(COLUMNS).chain(of_1_4).collect();
    let heads = ["| column | where it comes from |", "|---|---|"];
    let begins = page.lines().skip_while(|line| *line != heads[0]).filter(|line| !heads.contains(line));
    let listed: Vec<&str> = begins.filter(|line| line.starts_with("| `")).collect();
    assert_eq!(listed, expected);
}

#[test]
fn the_page_of_roles_lists_what_shows_the_use_of_a_permission() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/ROLES.md")).unwrap();
    let rows = seatwise::roles::features::table();
    let expected: Vec<String> = rows
        .map(|(domain, entity, features, is_audited)| {
            let features: Vec<&str> = features.iter().map(|feature| feature.as_str()).collect();
            format!("| `{domain}:{entity}` | {} |{}", features.join(", "), if is_audited { " yes |" } else { " |" })
        })
        .collect();
    let listed: Vec<&str> = page.lines().filter(|line| expected.iter().any(|row| row == line)).collect();
    assert_eq!(listed, expected);
}
