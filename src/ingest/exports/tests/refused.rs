//! Nothing of a wrong export gets through; what is said is tested from outside (`tests/errors`).

use std::{fs, path::Path};

use super::Lines;
use crate::ingest::exports::{ExportOptions, read_exports};

#[test]
fn no_row_is_pushed_where_anything_is_wrong() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/errors/exports");
    let mut refused = 0;
    for entry in fs::read_dir(&root).expect("the cases") {
        let inside = entry.expect("an entry").path().join("in");
        let mut rows = Lines::default();
        if read_exports(std::slice::from_ref(&inside), &ExportOptions::default(), &mut rows).is_err() {
            refused += 1;
            assert_eq!(rows.0, Vec::<String>::new(), "{}", inside.display());
        }
    }
    assert!(refused >= 40, "only {refused} cases were refused");
}
