//! How a cell of a table follows from others, so that a workbook computes it again.

/// How a cell follows from others, by ids of columns: those of its row, unless it says otherwise. An empty cell counts as 0.
/// Results are rounded to the minor unit where the column holds amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Formula {
    /// One times the other.
    Product(&'static str, &'static str),
    /// The first less the second.
    Difference(&'static str, &'static str),
    /// All together.
    Sum(&'static [&'static str]),
    /// The first by the second; nothing where the second is 0.
    Ratio(&'static str, &'static str),
    /// A price less a discount: the first times 1 less the second, rounded to a millionth.
    Discounted(&'static str, &'static str),
    /// The first, or the second where the first is empty.
    Either(&'static str, &'static str),
    /// The third where the first is at least the second, else 0.
    AtLeast(&'static str, &'static str, &'static str),
    /// What so many units cost: those committed (first) at their price (second), and those of the third beyond them at the
    /// fourth; each part is rounded to the minor unit.
    Committed(&'static str, &'static str, &'static str, &'static str),
    /// What another table, the first id, has in a column, the second, in the row that begins with the same text.
    Of(&'static str, &'static str),
    /// The same by the text of another column of the row, the first id.
    OfBy(&'static str, &'static str, &'static str),
    /// In how many rows another table, the first id, has in a column, the second, the text that the row begins with.
    CountOf(&'static str, &'static str),
}

/// What a formula looks up, or counts, in another table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LookUp {
    /// Column of the row whose text is looked for; `None` = the first.
    pub by: Option<&'static str>,
    /// The other table.
    pub table: &'static str,
    /// Its column.
    pub column: &'static str,
}

impl Formula {
    /// Its name in JSON, and all ids in their order.
    pub fn spelled(self) -> (&'static str, Vec<&'static str>) {
        match self {
            Formula::Product(one, other) => ("product", vec![one, other]),
            Formula::Difference(one, other) => ("difference", vec![one, other]),
            Formula::Sum(all) => ("sum", all.to_vec()),
            Formula::Ratio(one, other) => ("ratio", vec![one, other]),
            Formula::Discounted(price, discount) => ("discounted", vec![price, discount]),
            Formula::Either(one, other) => ("either", vec![one, other]),
            Formula::AtLeast(one, limit, figure) => ("at_least", vec![one, limit, figure]),
            Formula::Committed(committed, price, units, beyond) => ("committed", vec![committed, price, units, beyond]),
            Formula::Of(table, column) => ("of", vec![table, column]),
            Formula::OfBy(by, table, column) => ("of_by", vec![by, table, column]),
            Formula::CountOf(table, column) => ("count_of", vec![table, column]),
        }
    }

    /// The columns of the row that it takes figures from.
    pub fn operands(self) -> Vec<&'static str> {
        if self.look_up().is_some() { Vec::new() } else { self.spelled().1 }
    }

    /// What it takes from another table; `None` = all is in the row.
    pub fn look_up(self) -> Option<LookUp> {
        match self {
            Formula::Of(table, column) | Formula::CountOf(table, column) => Some(LookUp { by: None, table, column }),
            Formula::OfBy(by, table, column) => Some(LookUp { by: Some(by), table, column }),
            _ => None,
        }
    }
}
