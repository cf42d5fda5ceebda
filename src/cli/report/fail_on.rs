//! `--fail-on 'overage>0,idle_share>0.15'`: a scheduler is told by the exit code that a figure crossed a threshold.

use rust_decimal::Decimal;
use seatwise_reports::report::Report;

/// How a figure is held against a threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    Above,
    AtLeast,
    Below,
    AtMost,
}

impl Relation {
    /// The longer signs first: `>=` begins with `>`.
    const ALL: [(&str, Relation); 4] =
        [(">=", Relation::AtLeast), ("<=", Relation::AtMost), (">", Relation::Above), ("<", Relation::Below)];

    fn holds(self, figure: Decimal, threshold: Decimal) -> bool {
        match self {
            Relation::Above => figure > threshold,
            Relation::AtLeast => figure >= threshold,
            Relation::Below => figure < threshold,
            Relation::AtMost => figure <= threshold,
        }
    }
}

/// One threshold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Threshold {
    figure: String,
    relation: Relation,
    value: Decimal,
    text: String,
}

/// Reads one of the list; for the command line.
pub(super) fn threshold(text: &str) -> Result<Threshold, String> {
    let expected = || {
        "expected a figure of the report, one of `>` `>=` `<` `<=` and a number, as overage>0 or idle_share>0.15".to_owned()
    };
    let found = Relation::ALL.into_iter().find_map(|(sign, relation)| Some((text.split_once(sign)?, relation)));
    let ((figure, value), relation) = found.ok_or_else(expected)?;
    let (figure, value) = (figure.trim(), value.trim());
    let is_id = !figure.is_empty() && figure.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    let value = value.parse::<Decimal>().ok().filter(|_| is_id).ok_or_else(expected)?;
    Ok(Threshold { figure: figure.to_owned(), relation, value, text: text.trim().to_owned() })
}

/// What the thresholds say of a report: those that are crossed, in words; what is not known is crossed, too, since nobody can
/// say that it is not.
///
/// # Errors
/// Figures that the report does not have, with those that it has.
pub(super) fn crossed(report: &Report, thresholds: &[Threshold]) -> Result<Vec<String>, String> {
    let numbers: Vec<&str> =
        report.figures().filter(|it| it.value.kind().is_some_and(|kind| kind.is_figure())).map(|it| it.id).collect();
    let missing: Vec<&str> =
        thresholds.iter().map(|it| it.figure.as_str()).filter(|figure| !numbers.contains(figure)).collect();
    if !missing.is_empty() {
        return Err(format!(
            "`--fail-on` names {}, which the report has no figure of\nexpected: one of {}",
            missing.join(", "),
            numbers.join(", ")
        ));
    }
    let told = thresholds.iter().filter_map(|threshold| {
        let figure = report.figure(&threshold.figure)?;
        match figure.value.number() {
            None => Some(format!("{}: {} is unknown", threshold.text, threshold.figure)),
            Some(number) if threshold.relation.holds(number, threshold.value) => {
                Some(format!("{}: {} is {number}", threshold.text, threshold.figure))
            }
            Some(_) => None,
        }
    });
    Ok(told.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longer_sign_wins_and_blanks_do_not_count() {
        let read = threshold(" idle_share >= 0.15 ").expect("well formed");
        assert_eq!((read.figure.as_str(), read.relation, read.text.as_str()), ("idle_share", Relation::AtLeast, "idle_share >= 0.15"));
        assert_eq!(threshold("overage<-3").expect("well formed").value, Decimal::from(-3));
        for wrong in ["overage", "overage=0", ">0", "overage>x", "a b>0", ""] {
            assert!(threshold(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn at_the_threshold_only_the_signs_with_equality_hold() {
        let holds = |relation: Relation| relation.holds(Decimal::ONE, Decimal::ONE);
        assert_eq!(Relation::ALL.map(|(_, relation)| holds(relation)), [true, true, false, false]);
    }
}
