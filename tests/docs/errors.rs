//! `docs/ERRORS.md`: every error case with what is wrong and what the program says.

use std::{collections::BTreeSet, fmt::Write as _, fs, path::Path};

use crate::errors::{Case, SOURCES, Source, cases};

/// Characters of a line that are shown.
const WIDEST: usize = 140;

#[test]
fn the_page_of_errors_is_current() {
    let mut page = String::from(
        "# Every error\n\n\
         An error says what is wrong, where, which form is expected, and the way out. All problems are told at once, and nothing of a wrong\n\
         input is kept. The command lines stand as the tests run them; the exit codes are those of [CLI.md](CLI.md#exit-codes).\n\n\
         Generated from the files in `tests/fixtures/errors` and what the program says to them.\n",
    );
    let of = |source: &Source| cases().iter().filter(|case| case.source.folder == source.folder).collect::<Vec<_>>();
    for source in &SOURCES {
        let cases = of(source);
        let _ = writeln!(page, "\n[{}](#{}), {} cases:\n", source.title, anchor(source.title), cases.len());
        for case in cases {
            let _ = writeln!(page, "- [{}](#{})", title(case), id(case));
        }
    }
    for source in &SOURCES {
        let _ = writeln!(page, "\n## {}\n\nExit code {}.", source.title, source.exit_code);
        of(source).into_iter().for_each(|case| page.push_str(&section(case)));
    }
    super::check("ERRORS.md", &page);
}

fn title(case: &Case) -> &str {
    case.intent.trim_end_matches('.')
}

fn id(case: &Case) -> String {
    format!("{}-{}", case.source.folder, case.name)
}

fn anchor(title: &str) -> String {
    title.to_lowercase().replace(' ', "-")
}

fn section(case: &Case) -> String {
    let file = case.path.file_name().unwrap().to_str().unwrap();
    let place = format!("../tests/fixtures/errors/{}/{file}", case.source.folder);
    let said = case.stderr.trim_end();
    let given = given(case, file);
    format!(
        "\n### <a id=\"{}\"></a>{}\n\n[`{file}`]({place})\n{given}\n```text\n$ seatwise {}\n{said}\n```\n",
        id(case),
        title(case),
        case.command
    )
}

/// What is wrong: the whole of a small TOML file, or those lines of a folder's files that the error names.
fn given(case: &Case, file: &str) -> String {
    if case.path.is_dir() {
        let lines: Vec<String> = named(&case.stderr, file).iter().map(|file| excerpt(&case.path, file)).collect();
        return if lines.is_empty() { String::new() } else { format!("\n```text\n{}```\n", lines.concat()) };
    }
    let text = fs::read_to_string(&case.path).unwrap();
    let (_, rest) = text.split_once('\n').unwrap();
    if file.ends_with(".toml") { format!("\n```toml\n{}\n```\n", rest.trim()) } else { String::new() }
}

/// A file below the case's folder, and the lines of it that are named.
struct Named<'a> {
    file: &'a str,
    lines: BTreeSet<usize>,
}

/// Files that `text` names with a line, as `CASE/users.csv:3`, in the order of their names.
fn named<'a>(text: &'a str, case: &str) -> Vec<Named<'a>> {
    let mut files: Vec<Named> = Vec::new();
    for place in text.split([' ', ',', '\n', '`']).filter_map(|word| word.strip_prefix(case)?.strip_prefix('/')) {
        let mut parts = place.split(':');
        let (Some(file), Some(Ok(line))) = (parts.next(), parts.next().map(str::parse)) else { continue };
        match files.iter_mut().find(|named| named.file == file) {
            Some(named) => _ = named.lines.insert(line),
            // The header says what the cells are.
            None => files.push(Named { file, lines: BTreeSet::from([1, line]) }),
        }
    }
    files.sort_by_key(|named| named.file);
    files
}

fn excerpt(folder: &Path, named: &Named) -> String {
    let bytes = fs::read(folder.join(named.file)).unwrap();
    let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    let mut text = format!("{}\n", named.file);
    for number in &named.lines {
        let line = lines.get(number - 1).copied().unwrap_or_default();
        let line = String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line));
        let shown = line.chars().map(|letter| if letter.is_control() { '·' } else { letter });
        let more = if line.chars().count() > WIDEST { "…" } else { "" };
        let _ = writeln!(text, "{number:>4} | {}{more}", shown.take(WIDEST).collect::<String>());
    }
    text
}
