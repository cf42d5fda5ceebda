//! What is written is read back as the same contract.

use seatwise_pricing::book::PriceBook;
use seatwise_pricing::contract::{Contract, ContractComments};

use crate::dice::Dice;
use crate::generate::case;

fn parsed(text: &str) -> Contract {
    let book = PriceBook::embedded();
    Contract::parse(text, "contract.toml", &book).unwrap_or_else(|problems| panic!("{problems}\n{text}")).0
}

/// Of what an amendment replaces, its name is lost: it becomes a comment; and it is a line like others, before added units.
fn with_replacements_as_lines(mut contract: Contract) -> Contract {
    contract.lines.iter_mut().filter(|line| !line.added).for_each(|line| line.amendment = None);
    contract.lines.sort_by_key(|line| line.added);
    contract
}

#[test]
fn a_thousand_made_up_contracts_are_written_and_read_back_the_same() {
    let (mut added, mut refused) = (0, 0);
    for seed in 1..=1_000 {
        let mut dice = Dice::new(seed);
        let made = case(&mut dice);
        let contract = parsed(&made.text(&mut dice));
        added += contract.lines.iter().filter(|line| line.added).count();
        let comments = ContractComments {
            head: "two\nlines".to_owned(),
            lines: vec!["a \u{7}bell".to_owned()],
            ..ContractComments::default()
        };
        let Some(text) = contract.to_toml(&comments) else {
            assert!(contract.lines.iter().any(|line| line.added && line.span.to.is_some()), "seed {seed}");
            refused += 1;
            continue;
        };
        assert_eq!(parsed(&text), with_replacements_as_lines(contract), "seed {seed}\n{text}");
    }
    assert!(added > 50, "{added} added lines are too few to have been tried");
    assert!(refused < 150, "{refused} contracts could not be written");
}

#[test]
fn names_with_quotes_and_comments_over_several_lines_stay_what_they_are() {
    let mut contract = parsed("[[price]]\nproduct = \"cx3\"\nunit_price = \"100.50\"");
    contract.organization = Some("Ann \"&\" Söhne\\ #1".to_owned());
    contract.number = Some("=№ \"7\"\\ 2026".to_owned());
    contract.signed = Some("2025-12-10".parse().unwrap());
    let comments = ContractComments {
        head: "from the overview\n\nof October".to_owned(),
        prices: vec!["`Genesys Cloud CX 3`".to_owned()],
        tail: "not understood: nothing".to_owned(),
        ..ContractComments::default()
    };
    let text = contract.to_toml(&comments).unwrap();
    assert_eq!(parsed(&text), contract);
    let expected = "# from the overview\n#\n# of October\n[contract]\norganization = ";
    assert!(text.starts_with(expected), "{text}");
    assert!(
        text.contains("\n# `Genesys Cloud CX 3`\n[[price]]\nproduct = \"cx3\"\nunit_price = \"100.50\"\n"),
        "{text}"
    );
    assert!(text.ends_with("\n\n# not understood: nothing\n"), "{text}");
}
