//! What is wrong with a text that was handed in: all problems at once, each with its place and the way out.
//!
//! [`Problems`] refuses the text, a [`Notice`] lets it pass but must reach the reader. Who prints them, and which exit code
//! follows, is decided elsewhere.

use std::fmt;

/// Where something stands in a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Name of the file, as it was handed in.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Path of the key, as `line[2].unit_price`, counted from 1; empty for the text as a whole.
    pub path: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// One reason why a text is refused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What is wrong, as one sentence without a full stop.
    pub what: String,
    /// The expected form.
    pub expected: String,
    /// The way out; empty where the expected form says it all.
    pub hint: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.place)?;
        if !self.place.path.is_empty() {
            write!(f, "`{}` ", self.place.path)?;
        }
        write!(f, "{}\n  expected: {}", self.what, self.expected)?;
        if self.hint.is_empty() { Ok(()) } else { write!(f, "\n  hint: {}", self.hint) }
    }
}

/// All reasons why a text is refused, by place; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// The problems, unless there are none. Their order is kept.
    pub fn from_list(problems: Vec<Problem>) -> Option<Problems> {
        (!problems.is_empty()).then_some(Problems(problems))
    }

    /// The problems, by place.
    pub fn as_slice(&self) -> &[Problem] {
        &self.0
    }

    /// The problems, by place, to be joined with others.
    pub fn into_list(self) -> Vec<Problem> {
        self.0
    }
}

impl fmt::Display for Problems {
    /// One paragraph per problem.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, problem) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// Something in a text that is allowed but needs a look.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Notice {
    /// Where.
    pub place: Place,
    /// What it means, and what to do if it is not meant so.
    pub message: String,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: `{}` {}", self.place, self.place.path, self.message)
    }
}

/// The candidate that `text` probably meant, if one is close enough: at most a third of its letters differ.
pub fn did_you_mean<'c>(text: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let limit = (text.chars().count() / 3).max(1);
    let near = candidates.into_iter().map(|candidate| (distance(text, candidate), candidate));
    near.filter(|(distance, _)| *distance <= limit).min().map(|(_, candidate)| candidate)
}

/// Letters to insert, drop, replace or swap with their neighbor, ignoring ASCII case.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (folded(a), folded(b));
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for (i, left) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, right) in b.iter().enumerate() {
            let replaced = rows[i][j] + usize::from(left != right);
            let mut best = replaced.min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i - 1] == *right && *left == b[j - 1] {
                best = best.min(rows[i - 1][j - 1] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

fn folded(text: &str) -> Vec<char> {
    text.chars().map(|letter| letter.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_suggested_and_far_ones_are_not() {
        let keys = ["unit_price", "quantity", "overage_price"];
        assert_eq!(did_you_mean("unit_prise", keys), Some("unit_price"));
        assert_eq!(did_you_mean("unitprice", keys), Some("unit_price"));
        assert_eq!(did_you_mean("qauntity", keys), Some("quantity"));
        assert_eq!(did_you_mean("color", keys), None);
        assert_eq!(did_you_mean("CX3", ["cx3", "cx2"]), Some("cx3"));
    }

    #[test]
    fn a_distance_counts_letters_to_insert_drop_replace_or_swap() {
        for (a, b, expected) in [
            ("quantity", "QUANTITY", 0),
            ("qauntity", "quantity", 1),
            ("abcd", "badc", 2),
            ("xcx", "cx", 1),
            ("cx", "cxx", 1),
            ("cx1", "cx2", 1),
            ("", "ab", 2),
            ("ab", "", 2),
            // Drop c, insert b and c: a swapped pair is not taken apart again.
            ("ca", "abc", 3),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(distance(a, b), expected, "{a} {b}");
            assert_eq!(distance(b, a), expected, "{b} {a}");
        }
    }

    #[test]
    fn a_third_of_the_letters_may_be_wrong() {
        // Nine letters: two of them wrong, then four.
        assert_eq!(did_you_mean("unitpryce", ["unit_price"]), Some("unit_price"));
        assert_eq!(did_you_mean("unitpryze", ["unit_price"]), Some("unit_price"));
        assert_eq!(did_you_mean("unytpryze", ["unit_price"]), None);
        // One is allowed in the shortest word.
        assert_eq!(did_you_mean("c", ["cx"]), Some("cx"));
        assert_eq!(did_you_mean("c", ["cx1"]), None);
    }

    #[test]
    fn a_problem_says_where_what_expected_and_the_way_out() {
        let place =
            Place { file: "contract.toml".to_owned(), line: 7, column: 14, path: "line[2].quantity".to_owned() };
        let problem = Problem {
            place,
            what: "is negative".to_owned(),
            expected: "a whole number".to_owned(),
            hint: "drop the sign".to_owned(),
        };
        let problems = Problems::from_list(vec![problem.clone(), problem]).unwrap();
        let once =
            "contract.toml:7:14: `line[2].quantity` is negative\n  expected: a whole number\n  hint: drop the sign";
        assert_eq!(problems.to_string(), format!("{once}\n{once}"));
        assert_eq!(Problems::from_list(Vec::new()), None);
    }
}
