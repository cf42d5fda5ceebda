//! Which layout a header has, by `aliases.toml` and the user's own aliases. Knows no cells.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Header texts per column, and the columns that make a layout.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aliases {
    columns: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    layouts: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    ignored: Ignored,
}

/// Columns that exports have and that nothing needs.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ignored {
    names: Vec<String>,
}

/// A header understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched {
    /// Name of the layout.
    pub layout: String,
    /// Column to its place in a record, from 0.
    pub columns: BTreeMap<String, usize>,
    /// Headers that are not known, as written.
    pub extra: Vec<String>,
}

/// Why a header is of no layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit {
    /// What is wrong.
    pub what: String,
    /// The form that was expected.
    pub expected: &'static str,
    /// The way out.
    pub remedy: &'static str,
}

impl Aliases {
    /// The aliases that come with the program.
    pub fn built_in() -> Aliases {
        toml::from_str(include_str!("aliases.toml")).expect("the shipped alias file is checked by a test")
    }

    /// Adds the `[columns]` of a user's file; every fault is a sentence of the list.
    pub fn merge(&mut self, text: &str) -> Result<(), Vec<String>> {
        let theirs: Aliases = toml::from_str(text).map_err(|error| vec![error.to_string().trim_end().to_owned()])?;
        let mut faults = Vec::new();
        if !theirs.layouts.is_empty() {
            faults.push("`[layouts]` can't be changed, only `[columns]`".to_owned());
        }
        for (column, names) in theirs.columns {
            if !self.columns.contains_key(&column) {
                faults.push(format!("there is no column `{column}`"));
                continue;
            }
            for name in names {
                match self.column(&name) {
                    Some(other) if other != column => {
                        faults.push(format!("`{name}` stands for both `{other}` and `{column}`"));
                    }
                    _ => self.columns.entry(column.clone()).or_default().push(name),
                }
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    /// Finds the layout of a header, or says why there is none.
    pub fn detect(&self, header: &[String]) -> Result<Matched, Unfit> {
        let (mut columns, mut extra) = (BTreeMap::new(), Vec::new());
        for (at, text) in header.iter().enumerate() {
            match self.column(text) {
                Some(column) => {
                    if let Some(first) = columns.insert(column.to_owned(), at) {
                        return Err(Unfit {
                            what: format!("`{}` and `{text}` are both the column `{column}`", header[first]),
                            expected: "one column of each kind",
                            remedy: "delete one of the two columns, or rename the one that is not meant",
                        });
                    }
                }
                None if self.is_ignored(text) => {}
                None => extra.push(text.clone()),
            }
        }
        let missing = |needed: &[String]| needed.iter().filter(|c| !columns.contains_key(*c)).count();
        let most = self.layouts.values().filter(|needed| missing(needed) == 0).map(Vec::len).max();
        let Some(most) = most else { return Err(self.nearest(missing, &columns)) };
        let fits: Vec<&String> =
            self.layouts.iter().filter(|(_, n)| n.len() == most && missing(n) == 0).map(|(name, _)| name).collect();
        match fits[..] {
            [layout] => Ok(Matched { layout: layout.clone(), columns, extra }),
            _ => Err(Unfit {
                what: format!("the header fits `{}` and `{}` equally", fits[0], fits[1]),
                expected: "the columns of one layout",
                remedy: "delete the columns of the layout that is not meant",
            }),
        }
    }

    fn nearest(&self, missing: impl Fn(&[String]) -> usize, columns: &BTreeMap<String, usize>) -> Unfit {
        if columns.is_empty() {
            return Unfit {
                what: "the header is of no known layout: none of its columns is known".to_owned(),
                expected: "the header of a console export that seatwise knows",
                remedy: "leave the file out, or give the header's names in a file with `--aliases`",
            };
        }
        let nearest = self.layouts.iter().min_by_key(|(_, needed)| missing(needed) * 100 / needed.len().max(1));
        let (layout, needed) = nearest.expect("the shipped alias file has layouts, and users can't change them");
        let lacks = needed.iter().filter(|column| !columns.contains_key(*column));
        let lacks: Vec<String> = lacks.map(|column| format!("`{}`", self.header_of(column))).collect();
        Unfit {
            what: format!(
                "the header is of no known layout; nearest is `{layout}`, which also needs {}",
                lacks.join(", ")
            ),
            expected: "the header of a console export that seatwise knows",
            remedy: "export the view with these columns, or give the header's names in a file with `--aliases`",
        }
    }

    fn is_ignored(&self, header: &str) -> bool {
        let wanted = folded(header);
        self.ignored.names.iter().any(|name| folded(name) == wanted)
    }

    /// The first header text of a column, for messages.
    pub fn header_of(&self, column: &str) -> String {
        self.columns.get(column).and_then(|names| names.first()).cloned().unwrap_or_else(|| column.to_owned())
    }

    fn column(&self, header: &str) -> Option<&str> {
        let wanted = folded(header);
        self.columns.iter().find(|(_, names)| names.iter().any(|n| folded(n) == wanted)).map(|(column, _)| &**column)
    }
}

/// Trimmed, lower case, white space collapsed.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(text: &str) -> Vec<String> {
        text.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn every_layout_is_found_by_its_own_first_headers() {
        let aliases = Aliases::built_in();
        for (layout, needed) in &aliases.layouts {
            let header: Vec<String> = needed.iter().map(|column| aliases.columns[column][0].clone()).collect();
            assert_eq!(aliases.detect(&header).expect("a layout").layout, *layout);
        }
    }

    #[test]
    fn case_and_white_space_do_not_matter_and_extras_are_told() {
        let matched = Aliases::built_in().detect(&header(" charge  NAME,Entity,timestamp,Region")).expect("a layout");
        assert_eq!(matched.layout, "billable-usage");
        assert_eq!(matched.extra, ["Region"]);
    }

    #[test]
    fn no_header_text_stands_for_two_columns() {
        let aliases = Aliases::built_in();
        let known = aliases.columns.values().flatten().chain(&aliases.ignored.names);
        let mut seen = std::collections::BTreeSet::new();
        let twice: Vec<&String> = known.filter(|name| !seen.insert(folded(name))).collect();
        assert_eq!(twice, [] as [&String; 0]);
    }

    #[test]
    fn an_unknown_header_names_what_is_missing() {
        let told = Aliases::built_in().detect(&header("Charge name,Entity")).expect_err("no layout");
        assert_eq!(
            told.what,
            "the header is of no known layout; nearest is `billable-usage`, which also needs `Timestamp`"
        );
    }

    #[test]
    fn users_add_names_and_conflicts_are_told() {
        let mut aliases = Aliases::built_in();
        aliases.merge("[columns]\nentity = [\"Entidad\"]").expect("no conflict");
        assert_eq!(aliases.column("entidad"), Some("entity"));
        let told = aliases.merge("[columns]\nentity = [\"Email\"]\nnothing = []").expect_err("a conflict");
        assert_eq!(told, ["`Email` stands for both `email` and `entity`", "there is no column `nothing`"]);
    }
}
