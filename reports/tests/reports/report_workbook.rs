//! The workbook of a report: its formulas carry the report's figures, names are ones that Excel takes, extremes are sound.

use std::collections::HashSet;

use rust_decimal::Decimal;
use seatwise_reports::brand::Brand;
use seatwise_reports::render::{Style, check, xlsx};
use seatwise_reports::report::*;

use crate::opened::{Opened, between};
use crate::report_fixture::{self, dec};

fn opened(report: &Report) -> Opened {
    assert_eq!(check::problems(report), Vec::<String>::new());
    Opened::of(xlsx::workbook(report, &Style::default()).unwrap())
}

/// A report that is one table.
fn of_table(table: Table) -> Report {
    let section = Section::new("only", "Only", vec![Block::Table(table)]);
    Report { sections: vec![section], ..report_fixture::report() }
}

/// Name and cell of every input.
fn named(book: &mut Opened) -> Vec<(String, String)> {
    let xml = book.part("xl/workbook.xml");
    let names = xml.split("<definedName name=\"").skip(1).filter(|name| !name.starts_with("_xlnm"));
    names.map(|name| (name.split('"').next().unwrap().to_owned(), between(name, ">", "<").to_owned())).collect()
}

/// The line of a cell.
fn cell(cells: &str, at: &str) -> String {
    let start = format!("{at}  ");
    cells.lines().find(|line| line.starts_with(&start)).map(|line| line[start.len()..].to_owned()).unwrap_or_default()
}

#[test]
fn every_cell_of_every_sheet_of_a_report() {
    let mut book = opened(&report_fixture::report());
    let sheets = book.sheets();
    let all: Vec<String> = sheets.iter().map(|sheet| format!("# {sheet}\n{}", book.cells(sheet))).collect();
    insta::assert_snapshot!("report-workbook", all.join("\n"));
}

#[test]
fn figures_follow_from_cells_where_their_source_gives_them() {
    let mut book = opened(&report_fixture::report());
    let summary = book.cells("Summary");
    let of = |label: &str| {
        let row = summary.lines().find(|line| line.ends_with(&format!("\"{label}\""))).unwrap();
        cell(&summary, &format!("B{}", &row[1..row.find(' ').unwrap()]))
    };
    assert_eq!(of("Billed"), "='Cost by department'!$G$10  → 48230.5");
    assert_eq!(of("Against budget"), "=ROUND('Cost by department'!$G$10-'Cost by department'!$H$10,2)  → -1769.5");
    assert_eq!(of("Overage"), "='Invoice lines'!$E$3  → 1534");
    assert_eq!(of("Seats billed"), "='Cost by department'!$C$10  → 513");
    assert!(of("Cost per seat").starts_with("=IF($B$") && of("Cost per seat").ends_with(",2))  → 94.02"));
    assert_eq!(of("Utilization"), "0.8715");
    assert_eq!(of("Cost per handled hour"), "\"unknown\"");
    assert_eq!(of("Budget of two departments"), "36500", "a source that gives another sum is not used");
    assert_eq!(of("Seats listed"), "=COUNTA(Seats!$A$2:$A$5)  → 4");
    let codes = book.cells("Codes");
    assert_eq!(cell(&codes, "B2"), "=COUNTIF(Seats!$C$2:$C$5,$A2)  → 2");
    assert_eq!(cell(&codes, "B4"), "5", "what is no count of the rows is data");
    assert_eq!(of("Next invoice"), "46357");
}

#[test]
fn a_cell_has_a_formula_only_where_that_gives_it_exactly() {
    let (product, sum) = (Formula::Product("units", "price"), Formula::Sum(&["cost", "more"]));
    let mut table = Table::new(
        "lines",
        "Lines",
        vec![
            Column::new("name", "Name", Kind::Text),
            Column::new("units", "Units", Kind::Quantity),
            Column::input("price", "Price", Kind::Price),
            Column::computed("cost", "Cost", Kind::Amount, product),
            Column::new("more", "More", Kind::Amount),
            Column::computed("all", "All", Kind::Amount, sum),
            Column::computed("each", "Each", Kind::Share, Formula::Ratio("all", "units")),
        ],
    );
    let quantity = |digits: &str| Value::Quantity(Some(dec(digits)));
    let price = |digits: &str| Value::Price(Some(dec(digits)));
    let amount = |digits: &str| Value::amount(dec(digits));
    let share = |digits: &str| Value::Share(Some(dec(digits)));
    let row = |name: &str, cells: [Value; 6]| [Value::text(name)].into_iter().chain(cells).collect::<Vec<Value>>();
    let unknown = || Value::Amount(None);
    table.rows = vec![
        // 3 × 0.335 = 1.005 is rounded half a cent up; 6.005 ÷ 3 has no end.
        row("half", [quantity("3"), price("0.335"), amount("1.01"), amount("5"), amount("6.01"), share("2.0033")]),
        // Another sum than that of the formula.
        row("waived", [quantity("3"), price("10"), amount("0"), Value::Empty, amount("0"), share("0")]),
        // Nobody knows the price; once it is typed in, the row has a cost.
        row("unknown", [quantity("2"), Value::Price(None), unknown(), amount("1"), unknown(), Value::Share(None)]),
        // By 0.
        row("none", [quantity("0"), Value::Empty, amount("0"), Value::Empty, amount("0"), Value::Empty]),
    ];
    let total = [Value::Empty, Value::Empty, amount("1.01"), amount("6"), unknown(), Value::Empty];
    table.totals = Some(Totals { cells: row("Total", total) });
    let mut book = opened(&of_table(table));
    let cells = book.cells("Lines");
    for (at, wanted) in [
        ("D2", "=ROUND(B2*C2,2)  → 1.01"),
        ("F2", "=ROUND(D2+E2,2)  → 6.01"),
        ("G2", "=IF(B2=0,\"\",ROUND(F2/B2,4))  → 2.0033"),
        ("D3", "0"),
        ("F3", "=ROUND(D3+E3,2)  → 0"),
        ("C4", "\"unknown\""),
        ("D4", "=IF(OR(ISTEXT(B4),ISTEXT(C4)),\"unknown\",ROUND(B4*C4,2))  → unknown"),
        ("F4", "=IF(OR(ISTEXT(D4),ISTEXT(E4)),\"unknown\",ROUND(D4+E4,2))  → unknown"),
        ("G4", "\"unknown\""),
        ("D5", "=ROUND(B5*C5,2)  → 0"),
        ("G5", ""),
        ("D7", "=SUM(D2:D5)  → 1.01"),
        ("E7", "=SUM(E2:E5)  → 6"),
        ("F7", "=IF(COUNTIF(F2:F5,\"unknown\")>0,\"unknown\",SUM(F2:F5))  → unknown"),
    ] {
        let found = cell(&cells, at).replace("&quot;", "\"").replace("&gt;", ">");
        assert_eq!(found, wanted, "{at}");
    }
    assert!(cells.contains("“Cost” in row 3 is data: other terms than those of the formula make it."), "{cells}");
    let names = named(&mut book);
    let names: Vec<&str> = names.iter().map(|name| name.0.as_str()).collect();
    assert_eq!(names, ["price_half", "price_unknown", "price_waived"], "an empty cell is no input");
}

#[test]
fn discounts_thresholds_and_commitments_follow_their_inputs() {
    let mut table = Table::new(
        "terms",
        "Terms",
        vec![
            Column::new("name", "Name", Kind::Text),
            Column::new("list", "List", Kind::Price),
            Column::input("discount", "Discount", Kind::Share),
            Column::input("price", "Price", Kind::Price).followed(Formula::Discounted("list", "discount")),
            Column::input("agreed", "Agreed", Kind::Price),
            Column::computed("beyond", "Beyond", Kind::Price, Formula::Either("agreed", "price")),
            Column::new("committed", "Committed", Kind::Count),
            Column::new("units", "Units", Kind::Count),
            Column::computed("bill", "Bill", Kind::Amount, Formula::Committed("committed", "price", "units", "beyond")),
            Column::computed("over", "Over", Kind::Amount, Formula::AtLeast("units", "committed", "bill")),
        ],
    );
    let price = |digits: &str| Value::Price(Some(dec(digits)));
    let share = |digits: &str| Value::Share(Some(dec(digits)));
    let amount = |digits: &str| Value::amount(dec(digits));
    table.rows = vec![
        // An endless discount: 97.15 of 115.
        vec![
            Value::text("more"),
            price("115"),
            share("0.1552173913"),
            price("97.15"),
            price("120.005"),
            price("120.005"),
            Value::count(2),
            Value::count(5),
            amount("554.32"),
            amount("554.32"),
        ],
        // Fewer than committed; another price than the discount's; nothing agreed.
        vec![
            Value::text("fewer"),
            price("115"),
            share("0.2"),
            price("90"),
            Value::Empty,
            price("90"),
            Value::count(2),
            Value::count(1),
            amount("180.00"),
            amount("0.00"),
        ],
        vec![
            Value::text("unknown"),
            Value::Price(None),
            Value::Empty,
            Value::Price(None),
            Value::Empty,
            Value::Price(None),
            Value::count(2),
            Value::count(1),
            Value::Amount(None),
            Value::Amount(None),
        ],
    ];
    let mut book = opened(&of_table(table));
    let cells = book.cells("Terms");
    let bill = "ROUND(G2*D2,2)+ROUND(MAX(0,H2-G2)*F2,2)";
    for (at, wanted) in [
        ("D2", "=ROUND(B2*(1-C2),6)  → 97.15".to_owned()),
        ("F2", "=IF(E2=\"\",D2,E2)  → 120.005".to_owned()),
        ("I2", format!("={bill}  → 554.32")),
        ("J2", "=IF(H2>=G2,I2,0)  → 554.32".to_owned()),
        ("D3", "90".to_owned()),
        ("F3", "=IF(E3=\"\",D3,E3)  → 90".to_owned()),
        ("J3", "=IF(H3>=G3,I3,0)  → 0".to_owned()),
        ("D4", "=IF(OR(ISTEXT(B4),ISTEXT(C4)),\"unknown\",ROUND(B4*(1-C4),6))  → unknown".to_owned()),
        ("F4", "=IF(E4=\"\",D4,E4)  → unknown".to_owned()),
    ] {
        let found = cell(&cells, at).replace("&quot;", "\"").replace("&gt;", ">");
        assert_eq!(found, wanted, "{at}");
    }
    let names = named(&mut book);
    let names: Vec<&str> = names.iter().map(|name| name.0.as_str()).collect();
    let wanted = ["agreed_more", "discount_fewer", "discount_more", "price_fewer", "price_more", "price_unknown"];
    assert_eq!(names, wanted, "what follows may be typed over, so it is an input too");
}

#[test]
fn single_cells_follow_from_others() {
    let columns = || {
        vec![
            Column::new("year", "Year", Kind::Text),
            Column::input("uplift", "Uplift", Kind::Share),
            Column::new("factor", "Factor", Kind::Quantity),
        ]
    };
    let mut years = Table::new("years", "Years", columns());
    let number = |digits: &str| Value::Quantity(Some(dec(digits)));
    let share = |digits: &str| Value::Share(Some(dec(digits)));
    years.rows = vec![
        vec![Value::text("Today"), Value::Empty, number("1")],
        vec![Value::text("Year 1"), share("0.08"), number("1.08")],
        vec![Value::text("Year 2"), share("0.08"), number("1.1664")],
    ];
    let part = |column, row| Part::cell("years", column, row);
    years.cell_from(1, "factor", FigureSource::Raised(part("factor", 0), part("uplift", 1)));
    // It does not give the cell.
    years.cell_from(2, "factor", FigureSource::Raised(part("factor", 0), part("uplift", 2)));
    let mut costs = Table::new("costs", "Costs", vec![Column::new("cost", "Cost", Kind::Amount)]);
    costs.rows = vec![vec![Value::amount(dec("1.26"))]];
    costs.cell_from(0, "cost", FigureSource::Times(part("factor", 1), part("factor", 1), part("factor", 1)));
    let mut report = of_table(years.clone());
    report.sections[0].blocks.push(Block::Table(costs));
    let less =
        Figure::new("less", "Less", share("0.0741")).from(FigureSource::Less(part("factor", 1), part("factor", 0)));
    report.sections[0].blocks.push(Block::Figures(vec![less]));
    let mut book = opened(&report);
    let cells = book.cells("Years");
    assert_eq!(cell(&cells, "C3"), "=Years!$C$2*(1+Years!$B$3)  → 1.08");
    assert_eq!(cell(&cells, "C4"), "1.1664");
    assert_eq!(cell(&book.cells("Costs"), "A2"), "=ROUND(Years!$C$3*Years!$C$3*Years!$C$3,2)  → 1.26");
    let summary = book.cells("Summary");
    let found = cell(&summary, "B13");
    assert_eq!(found, "=IF(Years!$C$3=0,\"\",ROUND((Years!$C$3-Years!$C$2)/Years!$C$3,4))  → 0.0741");

    years.cell_from(3, "factor", FigureSource::Is(part("factor", 0)));
    years.cell_from(0, "gone", FigureSource::Is(Part::Figure("less")));
    let problems = check::problems(&of_table(years));
    let wanted = [
        "table `years`, row 4, column `factor` has a source, and is no cell without a formula",
        "table `years`, row 1, column `gone` has a source, and is no cell without a formula",
        "table `years`, row 1, column `gone` rests on a figure",
        "table `years`, row 1, column `gone` rests on what is not there: Figure(\"less\")",
    ];
    assert_eq!(problems, wanted);
}

#[test]
fn another_table_is_looked_up_where_its_texts_are_keys() {
    let of = |keys: [&str; 3]| {
        let columns = || vec![Column::new("name", "Name", Kind::Text), Column::new("cost", "Cost", Kind::Amount)];
        let rows: Vec<Vec<Value>> =
            (1..).zip(keys).map(|(cost, key)| vec![Value::text(key), Value::amount(Decimal::from(cost))]).collect();
        let mut one = Table::new("one", "One", columns());
        one.rows = rows.clone();
        let mut other = Table::new("other", "Other", columns());
        other.columns[1].formula = Some(Formula::Of("one", "cost"));
        other.rows = rows.into_iter().rev().collect();
        let mut report = of_table(one);
        report.sections[0].blocks.push(Block::Table(other));
        opened(&report).cells("Other")
    };
    let found = of(["a", "b", "c"]);
    assert_eq!(cell(&found, "B2"), "=INDEX(One!$B$2:$B$4,MATCH($A2,One!$A$2:$A$4,0))  → 3");
    assert_eq!(cell(&found, "B4"), "=INDEX(One!$B$2:$B$4,MATCH($A4,One!$A$2:$A$4,0))  → 1");
    let mut by =
        Table::new("by", "By", vec![Column::new("what", "What", Kind::Text), Column::new("key", "Key", Kind::Text)]);
    by.columns.push(Column::input("cost", "Cost", Kind::Amount).followed(Formula::OfBy("key", "one", "cost")));
    let row = |key: &str, cost: i64| vec![Value::text("x"), Value::text(key), Value::amount(Decimal::from(cost))];
    by.rows = vec![row("c", 3), row("gone", 4)];
    let mut one = Table::new(
        "one",
        "One",
        vec![Column::new("name", "Name", Kind::Text), Column::new("cost", "Cost", Kind::Amount)],
    );
    one.rows = vec![vec![Value::text("c"), Value::amount(Decimal::from(3))]];
    let mut report = of_table(one);
    report.sections[0].blocks.push(Block::Table(by));
    let mut book = opened(&report);
    assert_eq!(cell(&book.cells("By"), "C2"), "=INDEX(One!$B$2:$B$2,MATCH($B2,One!$A$2:$A$2,0))  → 3");
    assert_eq!(named(&mut book).len(), 1, "what another table has is changed there");
    assert_eq!(cell(&of(["a", "A", "c"]), "B3"), "2", "two rows with the same text");
    assert_eq!(cell(&of(["a*", "b", "c"]), "B4"), "1", "a text that is a pattern");
}

#[test]
fn inputs_have_names_that_excel_takes_and_sheets_too() {
    let mut table = Table::new(
        "prices",
        "Prices",
        vec![Column::new("name", "Name", Kind::Text), Column::input("2nd_price", "Price", Kind::Price)],
    );
    let keys =
        ["CX 3", "cx-3", "=cmd|'/c calc'!A1", "", "株式会社", "½ Tag ²", "İstanbul", &"n".repeat(300), "🙂", "A1"];
    table.rows = keys.iter().map(|key| vec![Value::text(*key), Value::Price(Some(Decimal::ONE))]).collect();
    let mut report = of_table(table);
    for id in
        ["history", "summary", "a_name_that_is_longer_than_31_letters_one", "a_name_that_is_longer_than_31_letters_two"]
    {
        report.sections[0].blocks.push(Block::Table(Table::new(id, "Title", vec![Column::new("a", "A", Kind::Text)])));
    }
    let mut book = opened(&report);
    let sheets = book.sheets();
    assert!(sheets.iter().all(|name| name.chars().count() <= 31), "{sheets:?}");
    let lower: HashSet<String> = sheets.iter().map(|name| name.to_lowercase()).collect();
    assert_eq!(lower.len(), sheets.len(), "{sheets:?}");
    assert!(sheets.contains(&"Summary 2".to_owned()) && !lower.contains("history"), "{sheets:?}");
    let names = named(&mut book);
    assert_eq!(names.len(), keys.len());
    let mut seen = HashSet::new();
    for (name, cell) in names {
        assert!(seen.insert(name.to_lowercase()), "{name} stands twice");
        assert!(name.starts_with("_2nd_price_") && name.chars().count() <= 255, "{name}");
        assert!(
            name.chars()
                .all(|letter| letter.is_alphanumeric() || letter == '_' || letter == '.' || letter == '\u{307}'),
            "{name}"
        );
        assert!(cell.starts_with("Prices!$B$"), "{cell}");
    }
}

#[test]
fn no_rows_no_tables_and_no_figures() {
    let mut book = opened(&report_fixture::empty());
    let idle = book.cells("Idle people");
    assert!(idle.contains("\"No rows.\""), "{idle}");
    let checks = book.cells("Checks");
    assert!(checks.contains("no sums and no figures that follow from cells"), "{checks}");
    assert!(!book.sheets().contains(&"Charts".to_owned()), "{:?}", book.sheets());
    let mut report = report_fixture::report();
    report.sections.clear();
    assert_eq!(opened(&report).sheets(), ["Summary", "Checks"]);
    let sheet = of_table(Table::new("none", "No columns", Vec::new()));
    assert_eq!(opened(&sheet).sheets(), ["Summary", "None", "Checks"]);
}

#[test]
fn three_thousand_rows_are_summed_up_and_named() {
    let mut table = Table::new(
        "people",
        "People",
        vec![
            Column::new("person", "Person", Kind::Text),
            Column::input("price", "Price", Kind::Price),
            Column::computed("cost", "Cost", Kind::Amount, Formula::Sum(&["price"])),
        ],
    );
    let price = |at: i64| Decimal::new(9_200 + at % 700, 2);
    table.rows = (0..3_000)
        .map(|at| vec![Value::text(format!("Person {at}")), Value::Price(Some(price(at))), Value::amount(price(at))])
        .collect();
    let sum: Decimal = (0..3_000).map(price).sum();
    table.totals = Some(Totals { cells: vec![Value::text("Total"), Value::Empty, Value::amount(sum)] });
    let mut book = opened(&of_table(table));
    let cells = book.cells("People");
    assert_eq!(cell(&cells, "C3001"), format!("=ROUND(B3001,2)  → {}", price(2_999).normalize()));
    assert_eq!(cell(&cells, "C3003"), format!("=SUM(C2:C3001)  → {}", sum.normalize()));
    let names = named(&mut book);
    assert_eq!(names.len(), 3_000);
    assert!(names.contains(&("price_person_2999".to_owned(), "People!$B$3001".to_owned())));
}

#[test]
fn currencies_without_and_with_three_minor_digits() {
    for (currency, minor_units, format) in
        [("JPY", 0, "\"JPY \"#,##0.00"), ("KWD", 3, "\"KWD \"#,##0.000"), ("USD", 2, "\"$\"#,##0.00")]
    {
        let mut book = opened(&report_fixture::in_currency(currency, minor_units));
        let styles = book.part("xl/styles.xml").replace("&quot;", "\"");
        assert!(styles.contains(format), "{currency}");
        assert!(!styles.contains("[Red]"), "more than planned is not worse by itself");
    }
    // Yen that have sen are not rounded away.
    let mut book = opened(&report_fixture::in_currency("JPY", 0));
    let cells = book.cells("Cost by department");
    assert_eq!(cell(&cells, "E4"), "1842.5", "rounded to yen, the formula gives another amount");
    assert_eq!(cell(&cells, "E2"), "=ROUND(C2*D2,0)  → 21160");
}

#[test]
fn sheets_have_one_head_a_filter_and_print_setup_and_nothing_is_merged() {
    let mut book = opened(&report_fixture::report());
    let sheets = book.sheets();
    for (number, name) in (1..).zip(&sheets) {
        let xml = book.part(&format!("xl/worksheets/sheet{number}.xml"));
        assert!(!xml.contains("mergeCell"), "{name}");
        assert!(xml.contains("orientation=\"landscape\"") && xml.contains("fitToPage=\"1\""), "{name}");
        assert!(xml.contains("Page &amp;P of &amp;N"), "{name}");
        if ["Cost by department", "Invoice lines", "Idle people", "Assumptions"].contains(&name.as_str()) {
            assert!(xml.contains("<autoFilter ref=\"A1:") && xml.contains("state=\"frozen\""), "{name}");
        }
    }
    assert!(book.part("xl/workbook.xml").contains("'Cost by department'!$1:$1"), "the head is repeated on paper");
}

#[test]
fn each_drawing_has_a_chart_over_its_data_with_its_finding() {
    let report = report_fixture::report();
    let mut book = opened(&report);
    let kinds = [
        ("lineChart", "Volume explains the rise of the bill"),
        ("c:lineChart", "One role causes 51.1% of the cost of high tiers"),
        ("c:barChart", "160 billed CX 3 seats are not in use"),
        ("c:areaChart", "Five months in a row above the commitment"),
        ("c:scatterChart", "More than 350 people at once in 2.0% of the time"),
        ("c:scatterChart", "490 seats would cost least"),
        ("c:scatterChart", "The included tokens last to the end of the period, barely"),
        ("barDir val=\"bar\"", "Of 527 seats, 21 can be given back and 72 cost too much"),
        ("barDir val=\"col\"", "The bill can fall to $40,484.25"),
        ("barDir val=\"col\"", "12 seats without a sign for 90 days or more"),
        ("barDir val=\"bar\"", "The largest cost is Support: $22,310.00 a month"),
    ];
    for (number, (kind, title)) in (1..).zip(kinds) {
        let chart = book.part(&format!("xl/charts/chart{number}.xml"));
        assert!(chart.contains(kind) && chart.contains(title) && chart.contains("'Chart data'!$"), "{title}");
    }
    let at = 1 + book.sheets().iter().position(|name| name == "People at once").unwrap();
    let heat_map = book.part(&format!("xl/worksheets/sheet{at}.xml"));
    assert!(heat_map.contains("type=\"colorScale\"") && heat_map.contains("type=\"expression\""));
    let data = book.cells("Chart data");
    assert!(data.contains("\"Ground of the area\"") && data.contains("\"Running share\""), "{data}");
}

#[test]
fn extreme_drawings_have_charts_without_a_number_that_is_none() {
    let mut report = report_fixture::report();
    let extremes = crate::drawings::extremes();
    assert!(extremes.len() > 10);
    for chart in extremes {
        report.sections.truncate(1);
        report.sections[0].blocks = vec![Block::Chart(chart.clone())];
        let mut book = Opened::of(xlsx::workbook(&report, &Style::default()).unwrap());
        for sheet in book.sheets() {
            let cells = book.cells(&sheet);
            assert!(!cells.contains("NaN") && !cells.contains("inf"), "{}: {cells}", chart.id);
        }
        if book.sheets().contains(&"Charts".to_owned()) {
            let xml = book.part("xl/charts/chart1.xml");
            assert!(!xml.contains("NaN") && !xml.contains("\"inf") && !xml.contains("<c:v>NaN"), "{}", chart.id);
        }
    }
}

#[test]
fn checks_hold_every_sum_and_every_figure_with_a_source() {
    let mut book = opened(&report_fixture::report());
    let checks = book.cells("Checks");
    assert_eq!(cell(&checks, "C6"), "=SUM('Cost by department'!$E$2:$E$8)  → 46023");
    assert_eq!(cell(&checks, "D6"), "46023");
    assert_eq!(
        cell(&checks, "F6").replace("&quot;", "\"").replace("&lt;", "<"),
        "=IF(ISNUMBER(E6),IF(ABS(E6)<=MAX(0.004,ABS(D6)*1E-12),\"OK\",\"differs\"),\"differs\")  → OK"
    );
    let states = checks.lines().filter(|line| line.starts_with('F') && line.ends_with("→ OK")).count();
    // Six columns, three of the invoice, one of the codes, six figures.
    assert_eq!(states, 16, "{checks}");
    let summary = book.cells("Summary");
    assert!(summary.contains("=IF(COUNTIF(Checks!$F$5:$F$20"), "{summary}");
}

#[test]
fn a_report_is_the_same_bytes_with_as_of_as_its_date_and_the_company_before_its_title() {
    let report = report_fixture::report();
    let brand =
        Brand { company: Some("Example & Co".to_owned()), logo: None, accent: Some("#7a1f5c".parse().unwrap()) };
    let style = Style { brand, ..Style::default() };
    let bytes = xlsx::workbook(&report, &style).unwrap();
    assert_eq!(bytes, xlsx::workbook(&report, &style).unwrap());
    let mut book = Opened::of(bytes);
    assert!(book.part("docProps/core.xml").contains("2026-11-03T06:30:00Z"));
    assert!(book.part("docProps/app.xml").contains("Example &amp; Co"));
    assert!(book.cells("Summary").contains("A1  \"Example &amp; Co · Monthly report, October 2026\""));
    assert!(book.part("xl/styles.xml").contains("FF7A1F5C"));
}

#[test]
fn more_rows_than_a_sheet_holds_are_refused_with_the_way_out() {
    let error = xlsx::workbook(&report_fixture::long(1_048_100), &Style::default()).unwrap_err().to_string();
    assert!(error.contains("Idle people has 1048100") && error.contains("take the CSV files instead"), "{error}");
}

#[test]
fn a_source_that_is_not_there_is_a_problem() {
    let mut report = report_fixture::report();
    let figure = |id, source| Figure::new(id, "", Value::Empty).from(source);
    report.sections[0].blocks = vec![Block::Figures(vec![
        figure("a", FigureSource::Is(Part::total("idle_people", "contracted"))),
        figure("b", FigureSource::Is(Part::cell("invoice_lines", "expected", 4))),
        figure("c", FigureSource::Ratio(Part::Figure("d"), Part::Figure("gone"))),
        figure("d", FigureSource::Is(Part::Figure("c"))),
    ])];
    let problems = check::problems(&report);
    let about: Vec<&str> = problems.iter().map(|problem| problem.split(" rests").next().unwrap()).collect();
    assert_eq!(about, ["figure `a`", "figure `b`", "figure `c`", "figure `c`", "figure `d`"], "{problems:#?}");
}

#[test]
fn names_that_look_like_formulas_are_text() {
    let report = report_fixture::report();
    let mut book = opened(&report);
    let seats = book.cells("Seats");
    assert_eq!(cell(&seats, "B3").replace("&quot;", "\""), "\"=HYPERLINK(\"x\")\"");
    let at = 1 + book.sheets().iter().position(|name| name == "Seats").unwrap();
    assert!(!book.part(&format!("xl/worksheets/sheet{at}.xml")).contains("<f>"), "the sheet of people has no formula");
}

#[test]
fn a_text_that_is_longer_than_a_cell_ends_in_an_ellipsis() {
    let mut table = Table::new("long", "Long", vec![Column::new("text", "Text", Kind::Text)]);
    table.rows = vec![vec![Value::text("x".repeat(40_000))]];
    assert!(opened(&of_table(table)).cells("Long").contains(&format!("\"{}…\"", "x".repeat(32_766))));
}
