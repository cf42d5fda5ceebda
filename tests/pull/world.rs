//! A demo organization twice: as the generator's own snapshot, and behind the simulator of the API.

use std::{collections::BTreeMap, io, path::PathBuf, time::Duration};

use seatwise::{
    ingest::{
        demo::{self, ApiSink, DemoSpec, Size},
        genesys::{self, Credentials, Endpoint, Options, Part, Pulled, Tempo},
    },
    progress::Silent,
    snapshot::{Cancel, Snapshot, SnapshotMeta, Store},
};
use seatwise_simulator::{Organization, Running, Settings, Simulator};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// The simulator's usual client.
pub(super) const ID: &str = "5ea75ea7-0000-4000-a000-000000000001";
pub(super) const SECRET: &str = "simulated-secret";

pub(super) struct World {
    pub(super) runtime: Runtime,
    pub(super) running: Running,
    pub(super) dir: TempDir,
    pub(super) spec: DemoSpec,
}

/// Settings without any limit, which check their own answers too.
pub(super) fn unlimited() -> Settings {
    let mut settings = Settings { check_answers: true, ..Settings::default() };
    settings.rate.requests = None;
    settings.rate.second = Duration::from_millis(10);
    settings
}

/// A demo organization of so many people and months.
pub(super) fn spec(people: u32, months: u32) -> DemoSpec {
    DemoSpec::new(Size::Custom { people, months }, 1)
}

/// What the simulator serves of it.
pub(super) fn organization(spec: DemoSpec) -> Organization {
    let mut sink = ApiSink::new(spec.organization_name());
    let facts = demo::generate(spec, &mut sink, &mut io::sink(), &mut Silent).unwrap();
    sink.build(facts.as_of)
}

impl World {
    pub(super) fn new(people: u32, months: u32, settings: Settings) -> World {
        let spec = spec(people, months);
        World::of(organization(spec), spec, settings)
    }

    /// A server of an organization that may have several.
    pub(super) fn of(organization: Organization, spec: DemoSpec, settings: Settings) -> World {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let running = runtime.block_on(Simulator::start(organization, settings)).unwrap();
        World { runtime, running, dir: TempDir::new().unwrap(), spec }
    }

    /// The generator's own tables.
    pub(super) fn demo(&self) -> Snapshot {
        let mut draft = self.store("demo").begin().unwrap();
        demo::generate(self.spec, draft.stage(), &mut io::sink(), &mut Silent).unwrap();
        let taken_at = "2026-10-31T23:59:59Z".parse().unwrap();
        let meta = SnapshotMeta { taken_at, organization: None, organization_id: None, source: "demo".to_owned() };
        draft.commit(meta).unwrap()
    }

    pub(super) fn store_path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(super) fn store(&self, name: &str) -> Store {
        Store::open(self.store_path(name)).unwrap()
    }

    /// All usual parts, with a minute of 600 ms.
    pub(super) fn options(&self) -> Options {
        Options {
            endpoint: Endpoint {
                api_url: self.running.api_url().to_owned(),
                login_url: self.running.login_url().to_owned(),
                tempo: Tempo::scaled(Duration::from_millis(120)),
                timeout: Duration::from_secs(30),
            },
            credentials: Credentials { id: ID.to_owned(), secret: SECRET.to_owned().into() },
            from: None,
            to: None,
            anchor: 1,
            parts: Part::all().filter(|part| part.is_usual()).collect(),
            full: false,
            restart: false,
            keep_raw: false,
            trustor: None,
        }
    }

    pub(super) fn pull(&self, store: &str, options: &Options) -> Pulled {
        self.try_pull(store, options).unwrap_or_else(|failure| panic!("{failure}"))
    }

    pub(super) fn try_pull(&self, store: &str, options: &Options) -> Result<Pulled, seatwise::error::Failure> {
        let store = self.store(store);
        self.runtime.block_on(genesys::pull(options, &store, &Cancel::default(), &mut Silent))
    }

    /// Every request, and every answer, was as the OpenAPI document says.
    pub(super) fn assert_by_the_contract(&self) {
        let violations = self.running.violations();
        assert!(
            violations.is_empty(),
            "{} violations, as {:#?}",
            violations.len(),
            &violations[..violations.len().min(5)]
        );
    }

    /// Requests by operation, a line each.
    pub(super) fn counts(&self) -> String {
        let counts: BTreeMap<String, u64> = self.running.counts_by_operation();
        let lines = counts.iter().map(|(operation, count)| format!("{count:>6} {operation}\n"));
        format!("{}{:>6} all\n", lines.collect::<String>(), counts.values().sum::<u64>())
    }
}
