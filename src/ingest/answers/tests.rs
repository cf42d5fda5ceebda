//! Sheets as they come back, and what is told of wrong ones.

use super::*;

fn sheet(text: &[u8]) -> Result<Sheet, Vec<String>> {
    sheet_in(text, None)
}

fn sheet_in(text: &[u8], order: Option<DateOrder>) -> Result<Sheet, Vec<String>> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("answers.csv");
    std::fs::write(&path, text).unwrap();
    let told = |problem: Problem| match problem.line {
        Some(line) => format!("{line}: {}", problem.what),
        None => problem.what,
    };
    read(&path, order).map_err(|problems| problems.0.into_iter().map(told).collect())
}

const HEAD: &str = "recommendation,manager,user_id,proposed_on,answer,reason,until\n";

#[test]
fn a_sheet_is_read_and_open_rows_are_counted() {
    let text = format!(
        "\u{feff}{HEAD}r-0123456789abcdef,dee@x.example,u1,2026-10-31,Keep,\"needed, in spring\",2027-03-31\n\
         0123456789ABCDEF,,'=u2,2026-10-31,forgo,,\nr-1,,,,,,\n,,,,,,\n"
    );
    let sheet = sheet(text.as_bytes()).unwrap();
    assert_eq!((sheet.answers.len(), sheet.open), (2, 1));
    let [keep, forego] = [&sheet.answers[0], &sheet.answers[1]];
    assert_eq!((keep.recommendation.as_str(), keep.answer), ("0123456789abcdef", Word::Keep));
    assert_eq!(keep.reason.as_deref(), Some("needed, in spring"));
    assert_eq!(keep.until, NaiveDate::from_ymd_opt(2027, 3, 31));
    assert_eq!(keep.manager.as_deref(), Some("dee@x.example"));
    assert_eq!((forego.recommendation.as_str(), forego.user_id.as_str()), ("0123456789abcdef", "=u2"));
    assert_eq!((forego.answer, forego.until, forego.manager.as_deref()), (Word::Forego, None, None));
}

#[test]
fn a_spreadsheet_may_write_days_and_separators_as_its_country_does() {
    let text = "recommendation;user_id;proposed_on;answer;reason;until\n\
                r-0123456789abcdef;u1;31.10.2026;keep;needed;01.03.2027\n";
    let sheet = sheet(text.as_bytes()).unwrap();
    assert_eq!(sheet.answers[0].until, NaiveDate::from_ymd_opt(2027, 3, 1));
    let american = "recommendation\tuser_id\tproposed_on\tanswer\treason\tuntil\n\
                    r-0123456789abcdef\tu1\t10/31/2026\tkeep\tneeded\t3/1/2027\n";
    assert_eq!(self::sheet(american.as_bytes()).unwrap().answers, sheet.answers);
    let unclear = format!("{HEAD}r-0123456789abcdef,,u1,10/9/2026,forego,,\n");
    let told = self::sheet(unclear.as_bytes()).unwrap_err();
    assert_eq!(told, ["2: `proposed_on` is `10/9/2026`: which number is the day, and which the month?"]);
    let settled = sheet_in(unclear.as_bytes(), Some(DateOrder::Mdy)).unwrap();
    assert_eq!(settled.answers[0].proposed_on, NaiveDate::from_ymd_opt(2026, 10, 9).unwrap());
}

#[test]
fn every_fault_of_every_row_is_told() {
    let text = format!(
        "{HEAD}12345,,u1,2026-10-31,maybe,,\nr-0123456789abcdef,,,2026-02-30,keep,,2026-10-01\n\
         r-0123456789abcdef,,u1,2026-10-31,forego,,2026-12-01\nr-0123456789abcdef,,u3,2026-10-31,keep,new,2026-10-30\n\
         r-aaaaaaaaaaaaaaaa,,u4,2026-10-31,keep,new,\nr-aaaaaaaaaaaaaaaa,,u4,2026-10-31,forego,,\n"
    );
    insta::assert_snapshot!(sheet(text.as_bytes()).unwrap_err().join("\n"));
}

#[test]
fn what_is_no_sheet_is_refused() {
    assert_eq!(sheet(b"").unwrap_err().len(), 1);
    assert_eq!(
        sheet(b"a,b\n1,2\n").unwrap_err(),
        ["the sheet has no column `recommendation`, `user_id`, `proposed_on`, `answer`"]
    );
    assert_eq!(sheet(b"recommendation,\xe9\n").unwrap_err(), ["the file is not UTF-8"]);
    let missing = read(Path::new("nowhere/answers.csv"), None).unwrap_err();
    assert!(missing.0[0].what.starts_with("the answers cannot be read"));
}

#[test]
fn lines_of_a_sheet_from_a_spreadsheet_were_counted_as_rows_of_data() {
    let text = "recommendation;user_id;proposed_on;answer;reason\r\n\
                r-0123456789abcdef;u1;2026-10-31;keep;\"two\r\nlines\"\r\n\r\nr-0123456789abcdef;u2;2026-10-31;maybe;\r\n";
    assert_eq!(sheet(text.as_bytes()).unwrap_err(), ["5: `answer` is `maybe`"]);
}
