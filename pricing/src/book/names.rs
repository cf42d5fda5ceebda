//! Names of charges as billing writes them: what is compared, what is left out.

/// The keys under which a charge is looked up, most exact first.
pub(super) fn charge_keys(charge_name: &str) -> Vec<String> {
    let full = folded(charge_name);
    let seat = without_concurrent(&full);
    if seat == full { vec![full] } else { vec![full, seat] }
}

/// Lower case, single spaces, every dash a hyphen, without the suffix of the committed part (`– Prepay`).
pub(super) fn folded(name: &str) -> String {
    let dashes = ['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}'];
    let plain: String = name.chars().map(|letter| if dashes.contains(&letter) { '-' } else { letter }).collect();
    let folded = plain.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    match folded.strip_suffix("prepay").map(str::trim_end).and_then(|rest| rest.strip_suffix('-')) {
        Some(rest) => rest.trim_end().to_owned(),
        None => folded,
    }
}

/// Does the name have the suffix of the committed part, `– Prepay`?
pub(super) fn is_committed(name: &str) -> bool {
    name.trim_end().to_lowercase().ends_with("prepay") && !folded(name).ends_with("prepay")
}

/// Without the word that tells a concurrent seat from a named one; the product is the same.
fn without_concurrent(folded: &str) -> String {
    folded.split(' ').filter(|word| *word != "concurrent").collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes_spacing_and_dashes_do_not_matter() {
        let check = |name: &str, expected: &[&str]| assert_eq!(charge_keys(name), expected, "{name}");
        check("Genesys Cloud CX 3", &["genesys cloud cx 3"]);
        check("Genesys Cloud CX 3 – Prepay", &["genesys cloud cx 3"]);
        check("Genesys Cloud  CX 3 - Prepay ", &["genesys cloud cx 3"]);
        check("Genesys Cloud CX 3 Concurrent", &["genesys cloud cx 3 concurrent", "genesys cloud cx 3"]);
        check(
            "Genesys Cloud CX 2 Digital Concurrent User – Prepay",
            &["genesys cloud cx 2 digital concurrent user", "genesys cloud cx 2 digital user"],
        );
        check("Prepay", &["prepay"]);
        assert!(is_committed("Genesys Cloud CX 3 – Prepay ") && is_committed("AI Experience Tokens -prepay"));
        assert!(!is_committed("Genesys Cloud CX 3") && !is_committed("Prepay"));
    }
}
