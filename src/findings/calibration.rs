//! The score of a recommendation: how often such ones were not regretted within the horizon, as a backtest has counted.
//!
//! The counts are data, `calibration.toml` beside this file, written by `seatwise demo score --write-calibration`. How they
//! are made, and what they can't say, stands in `docs/BACKTEST.md`.

use std::{collections::BTreeMap, fmt::Write as _, str::FromStr as _, sync::OnceLock};

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Deserialize;

use super::{advice::Recommendation, code::Advice, confidence::Confidence};

/// Cases that a bucket needs: with fewer, one case moves its share by more than a point.
pub const CASES_MIN: u64 = 100;

/// First days of the bands of days without a sign or use.
pub const BANDS: [u32; 5] = [0, 60, 90, 120, 180];

/// Recommendations that are alike, as far as their score goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bucket {
    /// What kind.
    pub code: Advice,
    /// How well it is proven.
    pub confidence: Confidence,
    /// First day of the band of days without a sign or use; `None` = it does not rest on absence.
    pub quiet_from: Option<u32>,
    /// Did the person ever use a feature that an offer gives up?
    pub used_before: bool,
}

impl Bucket {
    /// The bucket of a recommendation.
    pub fn of(advice: &Recommendation) -> Bucket {
        let band = |days: i64| BANDS.into_iter().rev().find(|from| days >= i64::from(*from)).unwrap_or(0);
        Bucket {
            code: advice.code,
            confidence: advice.confidence,
            quiet_from: advice.quiet_days.map(band),
            used_before: advice.used_before,
        }
    }

    /// Is the other one like it but for the code, which may be another of the same sort: a reclaim by absence, an offer?
    fn is_akin(self, other: &Bucket) -> bool {
        let alike = self.confidence == other.confidence
            && self.quiet_from == other.quiet_from
            && self.used_before == other.used_before;
        alike && self.quiet_from.is_some() && self.code.is_reclaim() == other.code.is_reclaim()
    }
}

/// How many recommendations of a bucket were judged, and how many of them nobody regretted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Not regretted within the horizon.
    pub kept: u64,
    /// Judged.
    pub all: u64,
}

impl Count {
    /// Adds one recommendation.
    pub fn add(&mut self, is_kept: bool) {
        self.kept += u64::from(is_kept);
        self.all += 1;
    }

    /// Adds those of another count.
    pub fn plus(&mut self, other: Count) {
        self.kept += other.kept;
        self.all += other.all;
    }

    /// (kept + 1) ÷ (all + 2), rounded to two digits, at most 0.99: never certain. `None` = fewer than [`CASES_MIN`].
    pub fn score(self) -> Option<Decimal> {
        (self.all >= CASES_MIN).then(|| {
            let exact = Decimal::from(self.kept + 1) / Decimal::from(self.all + 2);
            let nearest = exact.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
            let mut score = nearest.min(Decimal::new(99, 2));
            score.rescale(2);
            score
        })
    }
}

/// Counts by bucket, and where they come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calibration {
    /// Which organizations were judged.
    pub made_from: String,
    /// When, as `2026-11-26`.
    pub date: String,
    /// Days after a recommendation in which it could be regretted.
    pub horizon_days: u32,
    /// The counts.
    pub counts: BTreeMap<Bucket, Count>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    made_from: String,
    date: String,
    horizon_days: u32,
    #[serde(default)]
    bucket: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    code: String,
    confidence: String,
    quiet_from: Option<u32>,
    #[serde(default)]
    used_before: bool,
    kept: u64,
    all: u64,
}

impl Calibration {
    /// The table that is built in.
    ///
    /// # Panics
    /// Never: a test reads it.
    pub fn embedded() -> &'static Calibration {
        static TABLE: OnceLock<Calibration> = OnceLock::new();
        TABLE.get_or_init(|| {
            Calibration::from_str(include_str!("calibration.toml")).expect("the built-in table is read by a test")
        })
    }

    /// The score of a bucket: its own, else that of all codes of its sort together; `None` = too few cases of both.
    pub fn score(&self, bucket: Bucket) -> Option<Decimal> {
        let own = self.counts.get(&bucket).copied().unwrap_or_default();
        own.score().or_else(|| {
            let mut akin = Count::default();
            self.counts.iter().filter(|(other, _)| bucket.is_akin(other)).for_each(|(_, count)| akin.plus(*count));
            akin.score()
        })
    }

    /// The table as its file.
    pub fn to_toml(&self) -> String {
        let mut text = format!(
            "# How often recommendations were not regretted: docs/BACKTEST.md. Written by `just calibrate`.\n\
             made_from = \"{}\"\ndate = \"{}\"\nhorizon_days = {}\n",
            self.made_from, self.date, self.horizon_days
        );
        for (bucket, count) in &self.counts {
            let quiet = bucket.quiet_from.map_or_else(String::new, |from| format!("quiet_from = {from}\n"));
            let before = if bucket.used_before { "used_before = true\n" } else { "" };
            // Writing to a string can't fail.
            let _ = write!(
                text,
                "\n[[bucket]]\ncode = \"{}\"\nconfidence = \"{}\"\n{quiet}{before}kept = {}\nall = {}\n",
                bucket.code.as_str(),
                bucket.confidence.as_str(),
                count.kept,
                count.all
            );
        }
        text
    }
}

impl std::str::FromStr for Calibration {
    type Err = String;

    fn from_str(text: &str) -> Result<Calibration, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut counts = BTreeMap::new();
        for row in file.bucket {
            let code = Advice::ALL.into_iter().find(|code| code.as_str() == row.code);
            let confidence = Confidence::ALL.into_iter().find(|confidence| confidence.as_str() == row.confidence);
            let (Some(code), Some(confidence)) = (code, confidence) else {
                return Err(format!("no bucket is `{}`, `{}`", row.code, row.confidence));
            };
            let bucket = Bucket { code, confidence, quiet_from: row.quiet_from, used_before: row.used_before };
            if row.kept > row.all || counts.insert(bucket, Count { kept: row.kept, all: row.all }).is_some() {
                return Err(format!("`{}`, `{}` is counted twice or wrongly", row.code, row.confidence));
            }
        }
        Ok(Calibration { made_from: file.made_from, date: file.date, horizon_days: file.horizon_days, counts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(code: Advice, quiet_from: Option<u32>) -> Bucket {
        Bucket { code, confidence: Confidence::High, quiet_from, used_before: false }
    }

    fn table(rows: &[(Bucket, u64, u64)]) -> Calibration {
        let counts = rows.iter().map(|(bucket, kept, all)| (*bucket, Count { kept: *kept, all: *all })).collect();
        Calibration { made_from: "a test".into(), date: "2026-11-26".into(), horizon_days: 90, counts }
    }

    #[test]
    fn the_built_in_table_is_read_and_written_back_the_same() {
        let embedded = Calibration::embedded();
        assert_eq!(embedded.to_toml().parse().as_ref(), Ok(embedded));
        assert_eq!(embedded.to_toml(), include_str!("calibration.toml"));
        assert_eq!(embedded.horizon_days, 90);
    }

    #[test]
    fn a_score_is_never_certain_and_needs_a_hundred_cases() {
        let score = |kept, all| Count { kept, all }.score().map(|score| score.to_string());
        assert_eq!(score(99, 99), None);
        // 101 ÷ 102 = 0.990…; 1,000,001 ÷ 1,000,002 is still not 1.
        assert_eq!(score(100, 100).as_deref(), Some("0.99"));
        assert_eq!(score(1_000_000, 1_000_000).as_deref(), Some("0.99"));
        // 91 ÷ 102 = 0.892…
        assert_eq!(score(90, 100).as_deref(), Some("0.89"));
        assert_eq!(score(0, 200).as_deref(), Some("0.00"));
    }

    #[test]
    fn a_thin_bucket_takes_the_score_of_its_sort() {
        let table = table(&[
            (bucket(Advice::ReclaimIdle, Some(90)), 190, 200),
            (bucket(Advice::ReclaimDuplicate, Some(90)), 5, 10),
            (bucket(Advice::DowngradeTier, Some(90)), 100, 100),
            (bucket(Advice::ReclaimDeparted, None), 50, 50),
        ]);
        let score = |code, quiet| table.score(bucket(code, quiet)).map(|score| score.to_string());
        assert_eq!(score(Advice::ReclaimIdle, Some(90)).as_deref(), Some("0.95"), "191 of 202");
        // 196 ÷ 212 = 0.924…
        assert_eq!(score(Advice::ReclaimDuplicate, Some(90)).as_deref(), Some("0.92"), "both together");
        assert_eq!(score(Advice::ReclaimIdle, Some(120)), None, "nothing is known of that band");
        assert_eq!(score(Advice::ReclaimDeparted, None), None, "too few, and nothing is akin");
        assert_eq!(score(Advice::ReclaimDeactivated, None), None);
    }

    #[test]
    fn a_table_that_is_none_is_refused() {
        let refused = |text: &str| text.parse::<Calibration>().unwrap_err();
        let head = "made_from = \"\"\ndate = \"\"\nhorizon_days = 90\n";
        let row = "[[bucket]]\ncode = \"reclaim-idle\"\nconfidence = \"high\"\nquiet_from = 90\nkept = 1\nall = 1\n";
        assert!(refused(&format!("{head}{row}{row}")).contains("twice"));
        assert!(refused(&format!("{head}{}", row.replace("idle", "idol"))).contains("reclaim-idol"));
        assert!(refused(&format!("{head}{}", row.replace("kept = 1", "kept = 2"))).contains("wrongly"));
    }
}
