//! Counts behind scores, by hand.

use super::org::{HISTORY, Org, ago};
use crate::{
    backtest::calibrate::{self, Calibrated, by_score},
    findings::{
        calibration::{Bucket, Count},
        code::Advice,
        confidence::Confidence,
    },
};

#[test]
fn each_recommendation_is_counted_at_the_thresholds_that_its_quiet_days_allow() {
    let mut org = Org::default();
    // In use all the time, so that somebody could have been seen; costs nothing.
    org.person("zoe", "collaborate");
    org.present("zoe", HISTORY, 1);
    org.person("ann", "cloudCX1");
    org.present("ann", HISTORY, 201);
    org.person("ben", "cloudCX1").created_at = Some(ago(160));
    let counts = org.analyzed(ago(0) - 1, |analysis, scan, book| calibrate::counts(analysis, scan, book, 12).unwrap());
    let told: Vec<_> = counts
        .iter()
        .map(|(bucket, count)| (bucket.code, bucket.confidence, bucket.quiet_from, count.kept, count.all))
        .collect();
    let (idle, never) = (Advice::ReclaimIdle, Advice::ReclaimNeverActivated);
    let (high, medium) = (Confidence::High, Confidence::Medium);
    assert_eq!(
        told,
        [
            // Ann was quiet for 50, 80 and 110 days at the instants 150, 120 and 90 days ago: one threshold each.
            (idle, high, Some(0), 1, 1),
            (idle, high, Some(60), 1, 1),
            (idle, high, Some(90), 1, 1),
            // Ben was there for 40 and 70 days at the last two: too short for 90, long enough for 30 and for 60.
            (never, medium, Some(0), 1, 1),
            (never, medium, Some(60), 1, 1),
            (never, high, Some(0), 1, 1),
            (never, high, Some(60), 1, 1),
        ]
    );
}

#[test]
fn bands_of_scores_hold_what_was_said_against_what_happened() {
    let row = |score: &str, kept, all| Calibrated {
        bucket: Bucket {
            code: Advice::SwapOffer,
            confidence: Confidence::High,
            quiet_from: Some(90),
            used_before: true,
        },
        predicted: score.parse().ok(),
        observed: Count { kept, all },
    };
    let rows =
        [row("0.95", 190, 200), row("0.97", 95, 100), row("0.99", 10, 10), row("none", 0, 500), row("0.30", 40, 100)];
    let bands = by_score(rows.iter());
    let told: Vec<_> =
        bands.iter().map(|band| (band.from.to_string(), band.expected.to_string(), band.observed.kept)).collect();
    // 0.95 × 200 + 0.97 × 100 = 287 of 300; 285 were kept. What has no score is in no band.
    let expected = [("0", "30.00", 40), ("0.95", "287.00", 285), ("0.98", "9.90", 10)];
    assert_eq!(told, expected.map(|(from, sum, kept)| (from.to_owned(), sum.to_owned(), kept)));
    let errors: Vec<_> = bands.iter().map(|band| band.error_points().map(|points| points.to_string())).collect();
    assert_eq!(errors, [Some("10.00".to_owned()), Some("0.67".to_owned()), None]);
}
