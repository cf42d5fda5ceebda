use seatwise_reports::charts::{Chart, Look};
use seatwise_reports::csv::Table;
use seatwise_reports::{html, text};

use crate::fixture;

#[test]
fn a_formula_in_a_text_column_of_csv_gets_an_apostrophe_and_a_negative_number_does_not() {
    let mut overview = fixture::overview();
    for (seat, name) in overview.seat_rows.iter_mut().zip(["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "a=1"]) {
        seat.name = Some(name.to_owned());
    }
    overview.recommendations[1].contracted_delta_monthly = Some("-12.50".parse().unwrap());
    let seats = String::from_utf8(Table::Seats.csv(&overview)).unwrap();
    for guarded in [",'=1+1,", ",'+1,", ",'-1,", ",'@SUM(1),", ",'\t=1,", "\"'\r=1\"", ",a=1,"] {
        assert!(seats.contains(guarded), "{guarded:?} is missing");
    }
    let recommendations = String::from_utf8(Table::Recommendations.csv(&overview)).unwrap();
    assert!(recommendations.contains(",-12.50,"), "a number stays a number");
}

#[test]
fn csv_reads_back_with_quotes_commas_and_line_breaks() {
    let bytes = Table::Seats.csv(&fixture::overview());
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let names: Vec<String> = reader.records().map(|row| row.unwrap()[1].to_owned()).collect();
    assert_eq!(names[0], "Ada Byron");
    assert_eq!(names[2], "'=HYPERLINK(\"x\")");
    assert_eq!(names[4], "Dora \"Dee\" O'Neil");
    assert_eq!(names[5], "Emil, Jr.");
    assert_eq!(names[6], "Fay\nNewline");
}

#[test]
fn no_markup_of_a_name_reaches_the_page_or_a_chart() {
    let mut overview = fixture::overview();
    overview.department_chart.largest[0].department = Some("<script>alert(2)</script>&\"".to_owned());
    overview.organization = "</title><script>alert(3)</script>".to_owned();
    overview.products[1].name = "<b>CX</b>".to_owned();
    let page = html::page(&overview).unwrap();
    assert!(!page.contains("<script"), "markup of the input is in the page");
    assert!(!page.contains("<b>CX"), "markup of the input is in the page");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    for chart in Chart::ALL {
        assert!(!chart.svg(&overview, Look::default()).unwrap().contains("<script"));
    }
}

#[test]
fn the_page_reaches_for_nothing_outside_itself() {
    let page = html::page(&fixture::overview()).unwrap();
    for reference in ["src=", "href=", "@import", "url(", "<link", "<script", "<iframe"] {
        assert!(!page.contains(reference), "`{reference}` is in the page");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn a_control_character_in_a_name_does_not_move_the_cursor() {
    let mut overview = fixture::overview();
    overview.organization = "a\u{1b}[2Jb\nc".to_owned();
    let screen = text::summary(&overview, 100, &[]);
    assert!(screen.starts_with("a [2Jb c · snapshot "), "{screen}");
}
