use rust_decimal::Decimal;
use seatwise_reports::charts::{Look, Theme, frontier};
use seatwise_reports::frontier::{Frontier, Point};
use seatwise_reports::write;

use crate::folder::Folder;

/// Days, regretted of 1,000 judged, saving kept a month in whole units.
const POINTS: [(u32, u64, i64); 6] =
    [(14, 89, 19_056), (30, 15, 19_613), (45, 12, 19_246), (60, 8, 18_966), (90, 5, 18_322), (120, 3, 17_728)];

fn of(points: &[(u32, u64, i64)], suggested: Option<usize>) -> Frontier {
    let point = |(days, regretted, kept): &(u32, u64, i64)| Point {
        window_days: *days,
        idle_days: *days,
        is_set: *days == 90,
        judged: 1_000,
        regretted: *regretted,
        regret_percent: Some(Decimal::new(*regretted as i64 * 10, 2)),
        kept_monthly: Decimal::from(*kept),
    };
    Frontier {
        as_of: chrono::DateTime::UNIX_EPOCH + chrono::Duration::days(20_543) + chrono::Duration::hours(12),
        snapshot: "20260331T120000Z-0a1b2c3d".to_owned(),
        tool_version: "0.1.0".to_owned(),
        currency: "USD".to_owned(),
        minor_units: 2,
        horizon_days: 90,
        instants: 9,
        regret_limit: Decimal::ONE,
        points: points.iter().map(point).collect(),
        suggested,
    }
}

#[test]
fn the_frontier_as_svg() {
    let svg = frontier::svg(&of(&POINTS, Some(3)), Look::default()).unwrap();
    insta::assert_snapshot!("frontier.svg", svg);
}

#[test]
fn the_title_is_the_finding() {
    let title = |points: &[(u32, u64, i64)], suggested| frontier::title(&of(points, suggested));
    assert_eq!(
        title(&POINTS, Some(3)),
        "60 days instead of 90 days would have kept $644 a month more, with 0.8 % regretted"
    );
    assert_eq!(
        title(&POINTS, Some(4)),
        "90 days keep the most within the limit: $18,322 a month, with 0.5 % regretted"
    );
    assert_eq!(
        title(&POINTS[..1], Some(0)),
        "14 days keep the most within the limit: $19,056 a month, with 8.9 % regretted"
    );
    assert_eq!(title(&POINTS, None), "No threshold keeps regret at 1 % or below");
    assert_eq!(title(&[], None), "The history is too short to judge recommendations of earlier dates");
}

#[test]
fn extremes_are_drawn() {
    let same = [(14, 0, 5), (30, 0, 5), (90, 0, 5)];
    let mut unknown = of(&POINTS, None);
    unknown.points.iter_mut().for_each(|point| point.regret_percent = None);
    let negative = of(&[(14, 1_000, -900), (90, 0, 100)], Some(1));
    for frontier in [of(&[], None), of(&same, Some(2)), of(&POINTS[..1], None), unknown, negative] {
        for width in [0, 350, 1_200] {
            let svg = frontier::svg(&frontier, Look { theme: Theme::Dark, width }).unwrap();
            assert!(!svg.contains("NaN") && !svg.contains("inf") && !svg.contains("width=\"-"), "{width}");
        }
    }
}

#[test]
fn the_ending_of_the_file_says_what_is_written() {
    let folder = Folder::new("frontier");
    let (svg, png) = (folder.0.join("new/frontier.svg"), folder.0.join("new/frontier.png"));
    write::chart(&of(&POINTS, Some(3)), &svg).unwrap();
    write::chart(&of(&POINTS, Some(3)), &png).unwrap();
    assert!(std::fs::read_to_string(svg).unwrap().starts_with("<svg"));
    assert_eq!(&std::fs::read(png).unwrap()[..4], b"\x89PNG");
    let error = write::chart(&of(&POINTS, None), &folder.0).unwrap_err().to_string();
    assert!(error.contains("1 file could not be written") && error.contains("hint:"), "{error}");
}
