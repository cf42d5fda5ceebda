//! PDFs of the shared fixture and of reports at their limits: they are made, they are the same each time, they say what the
//! value says, and no letter leaves the paper.

use seatwise_reports::brand::{Brand, Logo};
use seatwise_reports::locale::Locale;
use seatwise_reports::render::Style;
use seatwise_reports::report::{Block, Column, Figure, Kind, Report, Section, Sentence, Table, Totals, Value};
use typst::layout::{Frame, FrameItem, Point};

use super::*;

#[allow(dead_code, reason = "the tests of other formats use more of it")]
#[path = "../../tests/fixture/report.rs"]
mod fixture;

/// A text on a page, with its left and right edge in points.
struct Placed {
    text: String,
    from: f64,
    to: f64,
}

/// Every page, its size and its texts in the order of the page.
struct Page {
    width: f64,
    texts: Vec<Placed>,
    pictures: usize,
}

fn collect(frame: &Frame, origin: Point, page: &mut Page) {
    for (at, item) in frame.items() {
        let place = origin + *at;
        match item {
            FrameItem::Group(group) => collect(&group.frame, place, page),
            FrameItem::Text(text) => {
                let (from, to) = (place.x.to_pt(), (place.x + text.width()).to_pt());
                page.texts.push(Placed { text: text.text.to_string(), from, to });
            }
            FrameItem::Image(..) => page.pictures += 1,
            _ => {}
        }
    }
}

fn pages(report: &Report, style: &Style, paper: Paper) -> Vec<Page> {
    let world = ReportWorld::new(data::inputs(report, style, paper).unwrap(), &Fonts::default());
    let set = typst::compile::<PagedDocument>(&world);
    let document = set.output.unwrap_or_else(|errors| panic!("{errors:?}"));
    assert!(set.warnings.is_empty(), "{:?}", set.warnings);
    let page = |page: &typst_layout::Page| {
        let mut read = Page { width: page.frame.width().to_pt(), texts: Vec::new(), pictures: 0 };
        collect(&page.frame, Point::zero(), &mut read);
        read
    };
    document.pages().iter().map(page).collect()
}

/// All words of the pages with single spaces, places where a word may break left out.
fn words(pages: &[Page]) -> String {
    let texts = pages.iter().flat_map(|page| &page.texts).map(|placed| placed.text.replace('\u{200b}', ""));
    texts.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Without any space: where a line breaks does not matter.
fn letters(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace() && *letter != '\u{200b}').collect()
}

#[track_caller]
fn check(report: &Report) -> Vec<Page> {
    let mut kept = Vec::new();
    for (locale, paper) in [(Locale::EnUs, Paper::A4), (Locale::Fr, Paper::Letter)] {
        let pages = pages(report, &Style { locale, ..Style::default() }, paper);
        check_pages(&pages);
        if locale == Locale::EnUs {
            kept = pages;
        }
    }
    kept
}

#[track_caller]
fn check_pages(pages: &[Page]) {
    for (at, page) in pages.iter().enumerate() {
        for Placed { text, from, to } in &page.texts {
            let inside = *from >= 50.0 && *to <= page.width - 50.0;
            assert!(inside, "page {}: `{text}` from {from} to {to} of {}", at + 1, page.width);
        }
        let number = format!("{} / {}", at + 1, pages.len());
        assert!(page.texts.iter().any(|placed| placed.text == number), "page {} has no number", at + 1);
    }
}

fn letter() -> Press {
    Press { paper: Paper::Letter, ..Press::default() }
}

#[test]
fn letters_without_a_glyph_are_told() {
    let named = |organization: &str| {
        let report = Report { organization: organization.to_owned(), sections: Vec::new(), ..fixture::report() };
        pdf(&report, &Style::default(), &Press::default()).unwrap().without_glyph.into_iter().collect::<String>()
    };
    assert_eq!(named("Žluťoučký Ωmega Жук − 100 €"), "");
    assert_eq!(named("日本 Services, 日"), "日本");
}

#[test]
fn a_file_that_is_no_font_adds_none() {
    let mut fonts = Fonts::default();
    assert!(!fonts.add(b"%PDF-".to_vec()) && !fonts.add(Vec::new()));
    assert!(fonts.add(include_bytes!("../../fonts/DejaVuSans.ttf").to_vec()));
}

#[test]
fn the_same_report_is_the_same_bytes() {
    let report = fixture::report();
    let first = pdf(&report, &Style::default(), &Press::default()).unwrap();
    assert_eq!(&first.bytes[..5], b"%PDF-");
    assert!(first == pdf(&report, &Style::default(), &Press::default()).unwrap());
    assert!(first != pdf(&report, &Style::default(), &letter()).unwrap());
}

#[test]
fn every_figure_and_every_cell_that_is_shown_stands_in_it() {
    let report = fixture::report();
    let said = letters(&words(&check(&report)));
    let notation = seatwise_reports::locale::Notation::of(&report, Locale::EnUs);
    let is_there = |value: &Value| said.contains(&letters(&notation.value(value).replace('`', "").replace('\n', " ")));
    for figure in report.figures() {
        assert!(is_there(&figure.value) && said.contains(&letters(&figure.label)), "{figure:?}");
    }
    for table in report.tables() {
        let shown = table.shown.unwrap_or(table.rows.len()).min(table.rows.len());
        let totals = table.totals.iter().map(|totals| &totals.cells);
        for row in table.rows[..shown].iter().chain(totals) {
            for (_, cell) in table.seen(row) {
                assert!(is_there(cell), "{}: {cell:?}", table.id);
            }
        }
        for column in table.columns.iter().filter(|column| column.is_detail) {
            assert!(!said.contains(&letters(&column.label)), "{} is for the data files", column.label);
        }
    }
    for text in ["Monthly report, October 2026", "The first 5 of 7 rows", "There are no rows.", "Cost per handled hour"]
    {
        assert!(said.contains(&letters(text)), "{text}");
    }
}

#[test]
fn the_summary_fits_page_one_and_every_chart_is_there() {
    let report = fixture::report();
    let pages = check(&report);
    assert!(words(&pages[..1]).contains("Nobody knows yet what communicate costs."));
    assert!(words(&pages[1..2]).contains("Cost by department"));
    assert_eq!(pages.iter().map(|page| page.pictures).sum::<usize>(), report.charts().count());
}

#[test]
fn text_of_the_data_is_no_markup() {
    let biting = [
        "#panic(\"no\")",
        "*bold* _soft_",
        "$x^2$",
        "[content] ]",
        "@label <label>",
        "\\ \\u{41} \\",
        "\"quotes\" 'single' `tick",
        "// no comment",
        "/* nor this */",
        "= heading - item + item",
        "~ -- --- ...",
        "https://example.com/#a",
        "#{ } #",
    ];
    let mut report = fixture::report();
    let mut table = Table::new("biting", "= Title *of* #1", vec![Column::new("name", "#Name $", Kind::Text)]);
    table.rows = biting.iter().map(|text| vec![Value::text(*text)]).collect();
    let figures = biting.iter().map(|text| Figure::new("one", text, Value::text(*text))).collect();
    let list = biting.iter().map(|text| Sentence::from(*text)).collect();
    let blocks = vec![Block::Figures(figures), Block::List(list), Block::Table(table)];
    report.sections = vec![Section::new("biting", "#Section [x] \\", blocks)];
    report.title = "#Report $1$ *x*".to_owned();
    report.organization = "A & B #[C] @d".to_owned();
    report.headline = "Headline #h *b* $c$ // d".into();
    let said = letters(&words(&check(&report)));
    for text in biting.iter().chain(&["= Title *of* #1", "#Name $", "#Section [x] \\", "Headline #h *b* $c$ // d"]) {
        let expected = letters(&text.replace('`', ""));
        let times = said.matches(&expected).count();
        assert!(times >= if biting.contains(text) { 4 } else { 1 }, "`{text}` stands {times} times");
    }
    assert!(pdf(&report, &Style::default(), &Press::default()).is_ok());
}

#[test]
fn a_report_of_nothing_says_so() {
    let mut report = fixture::empty();
    let said = words(&check(&report));
    assert!(said.contains("unknown") && said.contains("There are no rows.") && !said.contains("$0"), "{said}");
    assert!(said.contains("There is nothing to show here."), "{said}");
    report.sections.clear();
    report.headline = Sentence::default();
    assert_eq!(check(&report).len(), 1);
}

fn wide(columns: usize, figure: &str) -> Report {
    let mut report = fixture::in_currency("KWD", 3);
    let head = |at: usize| {
        let id: &'static str = Box::leak(format!("c{at}").into_boxed_str());
        Column::new(id, &format!("Committed in {at}"), if at == 0 { Kind::Text } else { Kind::Amount })
    };
    let mut table = Table::new("wide", "Wide", (0..columns).map(head).collect());
    let row = |first: &str| {
        let cells = (1..columns).map(|_| Value::amount(fixture::dec(figure)));
        [Value::text(first)].into_iter().chain(cells).collect::<Vec<_>>()
    };
    table.rows = vec![row("Support"), row(fixture::LONG_NAME)];
    table.totals = Some(Totals { cells: row("Total") });
    report.sections = vec![Section::new("wide", "Wide", vec![Block::Table(table)])];
    report
}

#[test]
fn a_wide_table_stands_across_and_a_wider_one_says_what_it_leaves_out() {
    let across = check(&wide(9, "-1234567.125"));
    assert!(across.iter().any(|page| page.width > 800.0), "no page is flipped");
    assert!(!words(&across).contains("no room on paper"));
    let wider = words(&check(&wide(40, "-1234567.125")));
    assert!(wider.contains("more columns have no room on paper; the data files hold all."), "{wider}");
    check(&wide(6, "-123456789012345.125"));
}

#[test]
fn a_table_of_3000_rows_has_a_head_on_every_page_and_a_longer_one_is_cut() {
    let mut report = fixture::report();
    let columns = [("person", Kind::Text), ("manager", Kind::Text), ("saving", Kind::Amount)];
    let mut table = Table::new("many", "People", columns.map(|(id, kind)| Column::new(id, id, kind)).to_vec());
    let row = |at: u64| {
        let saving = Value::Amount((!at.is_multiple_of(7)).then(|| (at * 31).into()));
        vec![Value::text(format!("Person {at}")), Value::text(["Ada Byron", "Gus"][(at % 2) as usize]), saving]
    };
    table.rows = (0..3_001).map(row).collect();
    report.sections = vec![Section::new("many", "Many", vec![Block::Table(table)])];
    let pages = pages(&report, &Style::default(), Paper::A4);
    check_pages(&pages);
    assert!(pages.len() > 30 && words(&pages).contains("Person 2999"), "{} pages", pages.len());
    assert!(words(&pages).contains("The first 3,000 of 3,001 rows; the data files hold all"));
    for page in &pages[..pages.len() - 1] {
        assert!(page.texts.iter().any(|placed| placed.text.contains("manager")));
    }
}

#[test]
fn a_brand_has_its_name_color_and_logo() {
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'><rect width='40' height='20' fill='#a00'/></svg>";
    let logo = Some(Logo::read(svg.to_vec()).unwrap());
    let brand = Brand { company: Some("Initech #1".to_owned()), logo, accent: Some("#7a1f5c".parse().unwrap()) };
    let style = Style { brand, ..Style::default() };
    assert!(words(&pages(&fixture::report(), &style, Paper::A4)).contains("Initech #1 · Acme"));
    assert!(
        pdf(&fixture::report(), &style, &Press::default()).unwrap()
            != pdf(&fixture::report(), &Style::default(), &Press::default()).unwrap()
    );
}
