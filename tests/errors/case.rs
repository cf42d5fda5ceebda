//! Finds the cases and runs each once, for whoever asks.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use super::super::cli::Sandbox;

/// Where something can be wrong.
pub(crate) struct Source {
    /// Below `tests/fixtures/errors` and `tests/snapshots`.
    pub(crate) folder: &'static str,
    pub(crate) title: &'static str,
    /// What all its cases end with.
    pub(crate) exit_code: i32,
    /// The command of a case that names none; `CASE` is its file or folder.
    command: &'static str,
}

pub(crate) const SOURCES: [Source; 12] = [
    Source { folder: "usage", title: "The command line", exit_code: 2, command: "" },
    Source { folder: "exports", title: "Console exports", exit_code: 3, command: "import CASE/in --store store" },
    Source { folder: "tables", title: "Canonical tables", exit_code: 3, command: "import --tables CASE --store store" },
    Source {
        folder: "contract",
        title: "The contract",
        exit_code: 4,
        command: "analyze --tables tables --contract CASE",
    },
    Source { folder: "quote", title: "Quotes", exit_code: 4, command: "price quote CASE --demand cx3=10" },
    Source {
        folder: "settings",
        title: "The settings",
        exit_code: 4,
        command: "analyze --tables tables --settings CASE",
    },
    Source {
        folder: "billing",
        title: "Billing as a contract",
        exit_code: 3,
        command: "contract import CASE/overview.json --out made.toml",
    },
    Source {
        folder: "invoice",
        title: "Invoices and reports",
        exit_code: 3,
        command: "reconcile --tables tables --contract contract.toml --invoice CASE/invoice.csv",
    },
    Source {
        folder: "drift",
        title: "Lists of identity providers",
        exit_code: 3,
        command: "drift --tables tables --idp CASE/list.csv",
    },
    Source {
        folder: "budget",
        title: "Budgets",
        exit_code: 3,
        command: "report monthly --tables tables --budget CASE/budget.csv",
    },
    Source {
        folder: "comments",
        title: "Comments on variances",
        exit_code: 3,
        command: "report monthly --tables tables --comments CASE/comments.csv",
    },
    Source {
        folder: "answers",
        title: "Answers of managers",
        exit_code: 3,
        command: "import --answers CASE/answers.csv --store store",
    },
];

/// Something wrong, and what the program said to it.
pub(crate) struct Case {
    pub(crate) source: &'static Source,
    /// As its file without the ending, or its folder.
    pub(crate) name: String,
    /// The fixture.
    pub(crate) path: PathBuf,
    /// What it is about, one sentence.
    pub(crate) intent: String,
    /// The arguments, as one line.
    pub(crate) command: String,
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Every case, source by source, each run once.
pub(crate) fn cases() -> &'static [Case] {
    static CASES: OnceLock<Vec<Case>> = OnceLock::new();
    CASES.get_or_init(|| SOURCES.iter().flat_map(run).collect())
}

fn run(source: &'static Source) -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/errors").join(source.folder);
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    copy(&root, &sandbox.path("."));
    let cases = entries(&root).into_iter().map(|path| case(source, path, &sandbox)).collect();
    assert!(entries(&sandbox.path("store/snapshots")).is_empty(), "something wrong was kept as a snapshot");
    cases
}

/// A folder with `intent.txt`, and `command.txt` where it has a command of its own; or a file that begins with the
/// intent as a comment, `.txt` with a command, else of the source's kind.
fn case(source: &'static Source, path: PathBuf, sandbox: &Sandbox) -> Case {
    let file = path.file_name().unwrap().to_str().unwrap();
    let usual = source.command.replace("CASE", file);
    let (intent, command) = if path.is_dir() {
        let command = fs::read_to_string(path.join("command.txt")).unwrap_or(usual);
        (fs::read_to_string(path.join("intent.txt")).unwrap(), command)
    } else {
        let text = fs::read_to_string(&path).unwrap();
        let (intent, rest) = text.split_once('\n').unwrap();
        let command = if file.ends_with(".txt") { rest.to_owned() } else { usual };
        (intent.strip_prefix("# ").unwrap().to_owned(), command)
    };
    let output = sandbox.run(&command.split_whitespace().collect::<Vec<_>>());
    Case {
        source,
        name: path.file_stem().unwrap().to_str().unwrap().to_owned(),
        intent: intent.trim().to_owned(),
        command: command.trim().to_owned(),
        code: output.code,
        stdout: output.stdout,
        stderr: output.stderr,
        path,
    }
}

/// What a folder holds, by name; nothing where there is none.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for path in entries(from) {
        let there = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &there);
        } else {
            fs::copy(&path, there).unwrap();
        }
    }
}
