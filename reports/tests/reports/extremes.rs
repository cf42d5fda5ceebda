use rust_decimal::Decimal;
use seatwise_reports::charts::{Chart, Look, Theme};
use seatwise_reports::overview::{DepartmentChart, DepartmentRow, Overview};
use seatwise_reports::{html, text, xlsx};

use crate::fixture;

/// Every format is made, and no chart holds what is no number.
fn check(name: &str, overview: &Overview) {
    for chart in Chart::ALL {
        for width in [0, 350, 600, 1200] {
            let svg = chart.svg(overview, Look { theme: Theme::Dark, width }).unwrap();
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{name}: {chart:?} at {width}");
            assert!(!svg.contains("width=\"-"), "{name}: {chart:?} has a negative width at {width}");
            assert!(svg.contains("\nAs of Mar 31, 2026"), "{name}: {chart:?} has no date at {width}");
        }
        assert!(chart.png(overview, Look::default()).unwrap().len() > 1000, "{name}: {chart:?}");
        assert!(!chart.title(overview).is_empty());
    }
    assert!(html::page(overview).unwrap().ends_with("</html>"), "{name}");
    assert!(text::summary(overview, 100, &[]).lines().count() <= 24, "{name}");
    assert_eq!(&xlsx::workbook(overview).unwrap()[..2], b"PK", "{name}");
}

#[test]
fn nobody() {
    let overview = fixture::empty();
    check("nobody", &overview);
    assert_eq!(Chart::Seats.title(&overview), "No seats are assigned");
    assert_eq!(Chart::Departments.title(&overview), "No department holds a license");
}

#[test]
fn one_person() {
    check("one person", &fixture::of_people(&fixture::PEOPLE[..1]));
}

#[test]
fn three_hundred_departments_with_names_of_200_characters() {
    let mut overview = fixture::overview();
    overview.departments = (0..300)
        .map(|at| DepartmentRow {
            department: Some(format!("{at:03}{}", "W".repeat(197))),
            people: 1,
            contracted_monthly: Decimal::new(1000 - at, 2),
            recoverable_monthly: Decimal::new(1, 2),
            unpriced_seats: 0,
        })
        .collect();
    overview.department_chart = DepartmentChart::of(&overview.departments, DepartmentChart::LARGEST);
    let others = overview.department_chart.others.as_ref().unwrap();
    assert_eq!((overview.department_chart.largest.len(), others.departments), (15, 285));
    // 10.00 − 0.15 down to 10.00 − 2.99 in steps of a cent: 285 × (9.85 + 7.01) ÷ 2.
    assert_eq!(others.contracted_monthly.to_string(), "2402.55");
    assert_eq!(others.recoverable_monthly.to_string(), "2.85");
    check("300 departments", &overview);
    let svg = Chart::Departments.svg(&overview, Look::default()).unwrap();
    assert!(svg.contains("285 others") && svg.contains('…') && !svg.contains(&"W".repeat(60)));
}

#[test]
fn all_prices_unknown() {
    let mut overview = fixture::overview();
    overview.savings.cash_now_monthly = None;
    overview.savings.at_renewal_monthly = None;
    overview.savings.target_monthly = None;
    overview.savings.start_monthly = None;
    for row in &mut overview.products {
        (row.list_price, row.contracted_price, row.contracted_monthly) = (None, None, None);
    }
    for cell in &mut overview.matrix {
        (cell.contracted_delta_monthly, cell.list_delta_monthly) = (None, None);
    }
    check("all prices unknown", &overview);
    assert_eq!(Chart::Waterfall.title(&overview), "Savings are unknown: no presence data, or a price is missing");
    let svg = Chart::Waterfall.svg(&overview, Look::default()).unwrap();
    assert_eq!(svg.matches("\nunknown\n").count(), 4, "{svg}");
    let svg = Chart::Matrix.svg(&overview, Look::default()).unwrap();
    assert!(svg.contains("unpriced") && !svg.contains("$0"));
}

#[test]
fn a_renewal_that_costs_more() {
    let mut overview = fixture::overview();
    let savings = &mut overview.savings;
    savings.at_renewal_monthly = Some(Decimal::new(-40000, 2));
    savings.target_monthly = Some(Decimal::new(141_850, 2));
    check("rising", &overview);
    let title = Chart::Waterfall.title(&overview);
    assert_eq!(title, "The bill rises from $1,200.90 to $1,418.50 a month: $182.40 at once, but $400 more at renewal");
    assert!(Chart::Waterfall.svg(&overview, Look::default()).unwrap().contains("+$400"));
}

#[test]
fn more_seats_than_the_page_shows_are_named_with_their_total() {
    let overview = fixture::large(1_234);
    let page = html::page(&overview).unwrap();
    assert!(page.contains("The first 500 of 1,234 seats by the contracted amount that can be recovered."));
    assert!(page.contains("seats.csv hold all 1,234."));
    let seats = &page[page.find("<table class=\"seats\">").unwrap()..];
    assert_eq!(seats.matches("<th scope=\"row\">").count(), 500);
}

#[test]
fn more_rows_than_a_workbook_holds_are_an_error_that_names_the_sheets_and_the_way_out() {
    let mut overview = fixture::overview();
    overview.findings = vec![overview.findings[0].clone(); 1_048_576];
    let error = xlsx::workbook(&overview).unwrap_err();
    assert_eq!(
        error.to_string(),
        "too many rows for a workbook, which holds 1048575 a sheet: Findings has 1048576; take the CSV files instead"
    );
}

/// Bug: on paper and on a phone `Service Desk` was `S…`, because what is said beside the cost took its room.
#[test]
fn a_narrow_chart_of_departments_keeps_their_names() {
    let mut overview = fixture::overview();
    let names = ["Service Desk", "Digital Care", "Planning & Quality"];
    overview.departments = names
        .map(|name| DepartmentRow {
            department: Some(name.to_owned()),
            people: 400,
            contracted_monthly: Decimal::new(6_057_220, 2),
            recoverable_monthly: Decimal::new(717_765, 2),
            unpriced_seats: 26,
        })
        .to_vec();
    overview.department_chart = DepartmentChart::of(&overview.departments, DepartmentChart::LARGEST);
    let svg = Chart::Departments.svg(&overview, Look { theme: Theme::Light, width: 350 }).unwrap();
    for name in names.map(|name| name.replace('&', "&amp;")) {
        assert!(svg.contains(&name), "{name} is cut in {svg}");
    }
    assert!(svg.contains("of it $7,177.65, 26 seats unpriced"), "what stands beside the cost is still said");
}
