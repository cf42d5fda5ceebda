//! `seatwise demo`: a made-up organization, analyzed and reported, so that a newcomer sees everything at once.

mod score;

use std::{
    fs::{self, File},
    io::{BufWriter, Write as _},
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand, ValueEnum};

use super::{
    out,
    report::{self, delivery::Delivery},
    serve_api::{self, ServeApiArgs},
    source::SourceArgs,
    store::StoreArgs,
};
use crate::{
    error::Failure,
    ingest::demo::{
        self, CsvSink, DateStyle, DemoSpec, DurationUnit, ExportStyle, Size, contract_toml, seatwise_toml,
        write_exports,
    },
    progress,
    snapshot::{Cancel, Draft, SnapshotMeta, Store},
};

/// Make a demo organization and run the main job on it
///
/// Ends with a summary and the files of the report. The same size and seed give the same organization, byte for byte.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  seatwise demo
  seatwise demo --people 300 --months 6 --seed 7 --out other-demo
  seatwise explain NAME --store seatwise-demo/store --contract seatwise-demo/contract.toml"
)]
pub struct DemoArgs {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    place: PlaceArgs,
}

/// Which organization, and where it goes.
#[derive(Debug, Clone, Args)]
struct PlaceArgs {
    #[command(flatten)]
    size: SizeArgs,
    /// Which of the many organizations of that size
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Folder for the demo; what an earlier demo left there is replaced
    #[arg(long, value_name = "DIR", default_value = "seatwise-demo")]
    out: PathBuf,
}

/// How large an organization.
#[derive(Debug, Clone, Args)]
pub(super) struct SizeArgs {
    /// How many people, and how many months of history
    #[arg(long, value_enum, default_value = "s", ignore_case = true)]
    size: Magnitude,
    /// So many people instead of a size, 1 to 1,000,000; 60 are enough to have every case
    #[arg(long, value_name = "N", conflicts_with = "size")]
    people: Option<u32>,
    /// Months of history, with `--people`, 1 to 24
    #[arg(long, value_name = "N", default_value_t = 3, requires = "people")]
    months: u32,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Magnitude {
    /// 2,000 people, 3 months
    S,
    /// 20,000 people, 13 months
    M,
    /// 100,000 people, 13 months
    L,
    /// 1,000,000 people in 40 organizations, 13 months
    Xl,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Only write the organization: canonical tables, console exports, contract, settings, truth
    Generate(GenerateArgs),
    /// Hold the recommendations against the truth and against what followed; fails below what is promised
    ///
    /// Precision and recall are those of the size asked for. Regret and scores need a longer past: where the history has
    /// fewer than 13 months, they are those of the same seed and people with 13.
    #[command(after_help = "\
Example:
  seatwise demo score --people 400 --seeds 1..3")]
    Score(score::ScoreArgs),
    /// Serve the organization as Genesys Cloud's API does, for `seatwise pull`
    ServeApi(ServeApiArgs),
}

#[derive(Debug, Args)]
struct GenerateArgs {
    #[command(flatten)]
    place: PlaceArgs,
    /// What to write, separated by commas
    #[arg(long, value_enum, value_delimiter = ',', value_name = "WHAT,…", default_value = "tables,exports")]
    write: Vec<What>,
    /// Date format of the console exports
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "us")]
    dates: Dates,
    /// Unit of durations in the console exports
    #[arg(long, value_enum, value_name = "UNIT", default_value = "milliseconds")]
    durations: Durations,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Canonical tables as CSV
    Tables,
    /// A snapshot in a store in the folder (Parquet)
    Snapshot,
    /// Console exports as CSV
    Exports,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Dates {
    /// `6/23/25 07:00 AM`
    Us,
    /// `2025-06-23 07:00:00`
    Iso,
    /// `23.06.2025 07:00`, cells separated by semicolons
    German,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Durations {
    /// `5400000`
    Milliseconds,
    /// `01:30:00`
    Clock,
}

/// Its presence says that a folder is a demo's and may be replaced.
const MARKER: &str = "truth.json";

pub(super) fn run(args: &DemoArgs) -> Result<(), Failure> {
    match &args.command {
        None => whole(&args.place),
        Some(Command::Score(args)) => score::run(args),
        Some(Command::ServeApi(args)) => serve_api::run(args),
        Some(Command::Generate(args)) => {
            prepare(&args.place.out)?;
            for (spec, dir) in args.place.organizations() {
                write_parts(spec, &dir, args)?;
            }
            Ok(())
        }
    }
}

impl SizeArgs {
    pub(super) fn spec(&self, seed: u64) -> DemoSpec {
        let size = match (self.people, self.size) {
            (Some(people), _) => Size::Custom { people, months: self.months },
            (None, Magnitude::S) => Size::S,
            (None, Magnitude::M) => Size::M,
            (None, Magnitude::L) => Size::L,
            (None, Magnitude::Xl) => Size::XL,
        };
        DemoSpec::new(size, seed)
    }
}

impl PlaceArgs {
    /// One organization goes to the folder itself, several to folders of their own.
    fn organizations(&self) -> Vec<(DemoSpec, PathBuf)> {
        match self.size.spec(self.seed).organizations().as_slice() {
            [one] => vec![(*one, self.out.clone())],
            several => several
                .iter()
                .enumerate()
                .map(|(number, spec)| (*spec, self.out.join(format!("organization-{:02}", number + 1))))
                .collect(),
        }
    }
}

/// The main job, end to end: organization → snapshot → analysis → report.
fn whole(place: &PlaceArgs) -> Result<(), Failure> {
    prepare(&place.out)?;
    for (spec, dir) in place.organizations() {
        let store = write_snapshot(spec, &dir)?;
        let source = source(&dir, store);
        let (analysis, _) = source.analyze()?;
        report::overview::send(&Delivery::to(dir.join("report")), analysis, None)?;
    }
    Ok(())
}

/// The demo's own store, contract and settings.
fn source(dir: &Path, store: PathBuf) -> SourceArgs {
    SourceArgs {
        snapshot: None,
        tables: None,
        store: StoreArgs { store: Some(store) },
        contract: Some(dir.join("contract.toml")),
        settings: Some(dir.join("seatwise.toml")),
        answers: Vec::new(),
        as_of: None,
    }
}

fn write_parts(spec: DemoSpec, dir: &Path, args: &GenerateArgs) -> Result<(), Failure> {
    let mut progress = progress::on_stderr();
    if args.write.contains(&What::Snapshot) {
        write_snapshot(spec, dir)?;
    }
    if args.write.contains(&What::Tables) {
        let tables = dir.join("tables");
        let mut truth = beside(spec, dir)?;
        let mut sink = CsvSink::create(&tables).map_err(failed)?;
        demo::generate(spec, &mut sink, &mut truth, progress.as_mut()).map_err(failed)?;
        for (table, rows) in sink.finish().map_err(failed)? {
            out::say(&format!("{:<20} {rows:>12} rows", table.name()));
        }
        truth.flush()?;
        out::data(&format!("{}\n", tables.display()))?;
    }
    if args.write.contains(&What::Exports) {
        beside(spec, dir)?;
        let style = args.style();
        let exports = dir.join("exports");
        let files = write_exports(spec, &exports, &style, progress.as_mut()).map_err(failed)?;
        for file in files {
            out::say(&format!("wrote {}", file.display()));
        }
        out::data(&format!("{}\n", exports.display()))?;
    }
    Ok(())
}

impl GenerateArgs {
    fn style(&self) -> ExportStyle {
        let dates = match self.dates {
            Dates::Us => DateStyle::UnitedStates,
            Dates::Iso => DateStyle::Iso,
            Dates::German => DateStyle::Germany,
        };
        let durations = match self.durations {
            Durations::Milliseconds => DurationUnit::Milliseconds,
            Durations::Clock => DurationUnit::Clock,
        };
        ExportStyle { dates, durations, ..ExportStyle::default() }
    }
}

/// Makes the organization's snapshot in a store of the folder.
fn write_snapshot(spec: DemoSpec, dir: &Path) -> Result<PathBuf, Failure> {
    let root = dir.join("store");
    let cancel = Cancel::default();
    let mut truth = beside(spec, dir)?;
    let mut draft: Draft = Store::open(&root)?.begin_with(cancel)?;
    let mut progress = progress::on_stderr();
    demo::generate(spec, draft.stage(), &mut truth, progress.as_mut()).map_err(failed)?;
    truth.flush()?;
    draft.commit_with(|latest| {
        let taken_at = latest.ok_or_else(|| Failure::internal("the demo has no evidence of any time"))?;
        Ok::<_, Failure>(SnapshotMeta {
            taken_at,
            organization: Some(spec.organization_name()),
            organization_id: None,
            source: format!("demo {} seed {}", spec.size_name(), spec.seed),
        })
    })?;
    Ok(root)
}

/// Contract and settings beside the data; the truth is open for writing.
fn beside(spec: DemoSpec, dir: &Path) -> Result<BufWriter<File>, Failure> {
    fs::create_dir_all(dir).map_err(|error| cannot("create", dir, &error))?;
    let text = |text: Result<String, demo::SpecError>| text.map_err(|error| Failure::usage(error.to_string()));
    for (name, text) in [("contract.toml", text(contract_toml(spec))?), ("seatwise.toml", text(seatwise_toml(spec))?)] {
        let path = dir.join(name);
        fs::write(&path, text).map_err(|error| cannot("write", &path, &error))?;
    }
    let path = dir.join(MARKER);
    File::create(&path).map(BufWriter::new).map_err(|error| cannot("write", &path, &error))
}

/// Removes an earlier demo; refuses a folder that holds anything else.
fn prepare(out: &Path) -> Result<(), Failure> {
    let Ok(mut entries) = fs::read_dir(out) else { return Ok(()) };
    if entries.next().is_none() {
        return Ok(());
    }
    let several = out.join("organization-01").join(MARKER);
    if !out.join(MARKER).exists() && !several.exists() {
        return Err(Failure::usage(format!(
            "`{}` holds other files: nothing was written\nhint: name a new folder with `--out DIR`",
            out.display()
        )));
    }
    fs::remove_dir_all(out).map_err(|error| cannot("replace", out, &error))
}

fn cannot(action: &str, path: &Path, error: &std::io::Error) -> Failure {
    Failure::usage(format!("cannot {action} `{}`: {error}", path.display()))
}

/// What the generator and its sinks report: a specification out of range is a matter of the command line.
fn failed(error: anyhow::Error) -> Failure {
    match error.downcast::<demo::SpecError>() {
        Ok(error) => Failure::usage(error.to_string()),
        Err(error) => Failure::internal(format!("{error:#}")),
    }
}
