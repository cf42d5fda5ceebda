//! kill -9 at any point, and several processes at once.

use std::env;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use super::super::Store;
use super::{import, leftovers};

/// Names the store, the prefix of people and the number of imports to a process of this test binary.
const TASK: &str = "SEATWISE_TEST_IMPORT";

/// On its own an import into a fresh store; with [`TASK`] set, the process that others start and kill.
#[test]
fn a_process_imports() {
    let task = env::var(TASK).ok();
    let fresh = tempfile::tempdir().expect("a folder");
    let parts: Vec<&str> = task.as_deref().map_or_else(Vec::new, |task| task.split('|').collect());
    let (root, prefix, imports) = match parts.as_slice() {
        [root, prefix, imports] => (Path::new(*root), *prefix, imports.parse().expect("a number")),
        _ => (fresh.path(), "p", 2),
    };
    let store = Store::open(root).expect("a store");
    for day in 0..imports {
        let snapshot = import(&store, &format!("{prefix}{day}-"), 60, day).expect("committed");
        assert_eq!(store.get(snapshot.id()).expect("there").id(), snapshot.id());
    }
}

fn spawn(root: &Path, prefix: &str, imports: i64) -> Child {
    Command::new(env::current_exe().expect("this test binary"))
        .args(["--exact", "snapshot::tests::crash::a_process_imports"])
        .env(TASK, format!("{}|{prefix}|{imports}", root.display()))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a process")
}

#[test]
fn a_killed_import_leaves_what_was_complete_and_no_trace_of_itself() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut killed_at_work = 0;
    let mut complete = 0;
    for round in 0_u64..14 {
        let mut child = spawn(dir.path(), &format!("r{round}-"), 1000);
        // Odd waits, so that the kill meets another step each time.
        thread::sleep(Duration::from_millis(60 + round * 47));
        child.kill().expect("kill -9");
        child.wait().expect("gone");
        if dir.path().join("tmp").exists() {
            killed_at_work += usize::from(!leftovers(dir.path()).is_empty());
        }
        let store = Store::open(dir.path()).expect("the store opens");
        assert_eq!(leftovers(dir.path()), Vec::<String>::new());
        let snapshots = store.list().expect("every snapshot that is there is whole");
        assert!(snapshots.len() >= complete, "what was complete stays");
        complete = snapshots.len();
        for snapshot in snapshots {
            snapshot.verify().unwrap_or_else(|problems| panic!("{problems}"));
        }
    }
    assert!(killed_at_work > 0 && complete > 0, "{killed_at_work} kills at work, {complete} complete snapshots");
}

#[test]
fn two_processes_import_into_one_store_and_one_chain() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut children = [spawn(dir.path(), "a", 4), spawn(dir.path(), "b", 4)];
    // While they are at work, others open the store and must not sweep their work away.
    while children.iter_mut().any(|child| child.try_wait().expect("known").is_none()) {
        Store::open(dir.path()).expect("the store opens");
        thread::sleep(Duration::from_millis(5));
    }
    for child in &mut children {
        assert!(child.wait().expect("ended").success());
    }
    let store = Store::open(dir.path()).expect("the store opens");
    let mut snapshots = store.list().expect("readable");
    assert_eq!((snapshots.len(), leftovers(dir.path()).len()), (8, 0));
    snapshots.sort_by_key(|snapshot| snapshot.manifest().sequence);
    let mut previous = None;
    for (place, snapshot) in (1..).zip(&snapshots) {
        snapshot.verify().unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!((snapshot.manifest().sequence, &snapshot.manifest().previous), (place, &previous));
        previous = Some(snapshot.manifest_sha256().to_owned());
    }
}
