//! Whatever bytes a file holds, it is read or refused.

use proptest::prelude::*;

use super::{PEOPLE, read};
use crate::ingest::exports::ExportOptions;

const HEADERS: [&str; 8] = [
    "Agent Id,Email,Log in,Log out",
    "Interval Start,Interval End,Agent Id,Logged In,Occupancy",
    "Interval Start,Interval End,Agent Id,Media Type,Handle,Total Handle",
    "Full Export Completed,Users,Date,Media Type,Duration,End Date",
    "Date,Resource,Quantity",
    "Email,Status,Status changed",
    "Name,Email,Division,cloudCX1",
    "Name,Email,Date Last Login,License",
];

/// Cells that come close to being right.
const CELLS: &str = "(voice|u1|Ann Ash|ann@northwind\\.example|ACTIVE|TRUE|never|-|=1\\+1|\
    [0-9]{1,22}|[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}( [0-9]{1,2}:[0-9]{2}( [AP]M|[+-][0-9]{4}|Z)?)?|\
    [0-9]{1,9}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,3})?|[0-9]{0,30}[.,][0-9]{0,30}%?|\\PC{0,6})";

/// Neither panics nor refuses without a reason; `Err` pushed nothing, which `read` checks.
fn survives(content: &[u8]) -> Result<(), TestCaseError> {
    let files = [(PEOPLE.0, PEOPLE.1.as_bytes()), ("z.csv", content)];
    match read(&files, &ExportOptions::default()) {
        Ok((_, report)) => prop_assert_eq!(report.files.len(), 2),
        Err(problems) => {
            prop_assert!(!problems.0.is_empty());
            let complete = |text: &String| !text.is_empty();
            prop_assert!(problems.0.iter().all(|p| [&p.what, &p.expected, &p.remedy].into_iter().all(complete)));
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn random_bytes(content in prop::collection::vec(any::<u8>(), 0..400)) {
        survives(&content)?;
    }

    #[test]
    fn random_text_below_a_header(header in 0..HEADERS.len(), text in "[0-9a-zA-Z,;\"\\r\\n:./ -]{0,200}") {
        survives(format!("{}\n{text}", HEADERS[header]).as_bytes())?;
    }

    #[test]
    fn cells_that_are_nearly_right(header in 0..HEADERS.len(), cells in prop::collection::vec(CELLS, 24)) {
        let header = HEADERS[header];
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        writer.write_record(header.split(',')).expect("written");
        for row in cells.chunks_exact(header.split(',').count()) {
            writer.write_record(row).expect("written");
        }
        survives(&writer.into_inner().expect("flushed"))?;
    }
}
