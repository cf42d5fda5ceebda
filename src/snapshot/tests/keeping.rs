//! Naming, proving, pruning, and giving up.

use std::fs;

use chrono::Timelike as _;

use super::super::{Cancel, PruneOptions, Snapshot, SnapshotError, SnapshotMeta, Store, TemporaryMeta};
use super::{fill, import, leftovers, meta};
use crate::canonical::Table;

fn store() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().expect("a folder");
    let store = Store::open(dir.path()).expect("a store");
    (dir, store)
}

#[test]
fn snapshots_are_found_by_id_unique_prefix_and_latest() {
    let (_dir, store) = store();
    let empty = store.get("latest").expect_err("none").to_string();
    assert!(empty.contains("no snapshot `latest`") && empty.contains("the store is empty"), "{empty}");
    let later = import(&store, "b", 2, 5).expect("committed");
    let earlier = import(&store, "a", 2, 4).expect("committed");
    let ids: Vec<_> = store.list().expect("readable").iter().map(|snapshot| snapshot.id().to_owned()).collect();
    assert_eq!(ids, [earlier.id(), later.id()]);
    assert!(earlier.id().starts_with("20261005T000000Z-"), "{}", earlier.id());
    assert_eq!(store.get("latest").expect("there").id(), later.id());
    assert_eq!(store.get("20261005").expect("unique").id(), earlier.id());
    assert_eq!(store.get(later.id()).expect("exact").id(), later.id());
    assert!(matches!(store.get("2026"), Err(SnapshotError::Ambiguous { ids, .. }) if ids.len() == 2));
    for unknown in ["", "2027", "../snapshots"] {
        assert!(matches!(store.get(unknown), Err(SnapshotError::NotFound { .. })), "{unknown}");
    }
}

#[test]
fn of_several_imports_of_one_time_the_last_is_the_latest() {
    let (_dir, store) = store();
    let ids: Vec<String> = ["a", "b", "c", "d", "e", "f"]
        .map(|name| import(&store, name, 2, 5).expect("committed").id().to_owned())
        .into();
    assert!(!ids.is_sorted(), "the hashes in the ids would hide the mistake: {ids:?}");
    let listed: Vec<_> = store.list().expect("readable").iter().map(|snapshot| snapshot.id().to_owned()).collect();
    assert_eq!(listed, ids);
    assert_eq!(store.get("latest").expect("there").id(), ids[5]);
}

#[test]
fn a_pull_is_later_than_an_import_of_the_same_second() {
    let (_dir, store) = store();
    let at =
        |nanos: u32| SnapshotMeta { taken_at: meta(5).taken_at.with_nanosecond(nanos).expect("a time"), ..meta(5) };
    let take = |name: &str, nanos: u32| {
        let mut draft = store.begin().expect("a draft");
        fill(draft.stage(), name, 2).expect("the stage takes rows");
        draft.commit(at(nanos)).expect("committed").id().to_owned()
    };
    // Exports end with the last microsecond of the day; the API tells milliseconds.
    let (import, pull) = (take("import", 999_999_000), take("pull", 999_000_000));
    let listed: Vec<_> = store.list().expect("readable").iter().map(|snapshot| snapshot.id().to_owned()).collect();
    assert_eq!(listed, [import, pull.clone()]);
    assert_eq!(store.get("latest").expect("there").id(), pull);
}

#[test]
fn the_same_rows_at_the_same_time_are_kept_once() {
    let (dir, store) = store();
    let first = import(&store, "a", 2, 1).expect("committed");
    let again = import(&store, "a", 2, 1).expect("committed");
    assert_eq!((first.id(), first.manifest_sha256()), (again.id(), again.manifest_sha256()));
    assert_eq!((store.list().expect("readable").len(), leftovers(dir.path()).len()), (1, 0));
}

#[test]
fn any_change_to_a_file_is_found() {
    let (_dir, store) = store();
    let snapshot = import(&store, "a", 3, 1).expect("committed");
    snapshot.verify().expect("whole");
    let file = snapshot.dir().join("activity/2026-10.parquet");
    let whole = fs::read(&file).expect("there");
    for place in [0, whole.len() / 3, whole.len() / 2, whole.len() - 1] {
        let mut bytes = whole.clone();
        bytes[place] ^= 1;
        fs::write(&file, bytes).expect("written");
        let problems = snapshot.verify().expect_err("a byte differs").0;
        assert_eq!(problems.len(), 1);
        assert!(problems[0].file.ends_with("2026-10.parquet") && problems[0].what.contains("bytes have changed"));
    }
    fs::write(&file, &whole[1..]).expect("written");
    fs::remove_file(snapshot.dir().join("users.parquet")).expect("removed");
    fs::write(snapshot.dir().join("extra.txt"), "x").expect("written");
    let found: Vec<_> =
        snapshot.verify().expect_err("three faults").0.into_iter().map(|problem| problem.what).collect();
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found[0].contains("bytes") && found[1].contains("can't be read") && found[2].contains("does not belong"));
}

#[test]
fn pruning_removes_what_every_condition_names_and_says_so_before() {
    let (dir, store) = store();
    let ids: Vec<_> = (1..=4).map(|day| import(&store, "a", 1, day).expect("committed").id().to_owned()).collect();
    assert_eq!(store.prune(PruneOptions::default()).expect("nothing to do").kept, ids);
    let mut options = PruneOptions { older_than: Some(meta(3).taken_at), keep: None, dry_run: true };
    let planned = store.prune(options).expect("planned");
    assert_eq!((&planned.removed[..], &planned.kept[..]), (&ids[..2], &ids[2..]));
    assert!(planned.bytes > 0 && store.list().expect("readable").len() == 4);
    (options.dry_run, options.keep) = (false, Some(3));
    assert_eq!(store.prune(options).expect("pruned").removed, ids[..1]);
    assert_eq!(store.prune(PruneOptions { keep: Some(1), ..PruneOptions::default() }).expect("pruned").kept, ids[3..]);
    assert_eq!((store.list().expect("readable").len(), leftovers(dir.path()).len()), (1, 0));
}

#[test]
fn a_raised_flag_and_a_dropped_draft_leave_no_trace() {
    let (dir, store) = store();
    let cancel = Cancel::default();
    let mut draft = store.begin_with(cancel.clone()).expect("a draft");
    fill(draft.stage(), "a", 3).expect("rows");
    cancel.raise();
    assert!(matches!(draft.commit(meta(1)), Err(SnapshotError::Cancelled)));
    drop(store.begin().expect("a draft"));
    assert_eq!((store.list().expect("readable").len(), leftovers(dir.path()).len()), (0, 0));
}

#[test]
fn a_newer_manifest_is_refused_for_its_version() {
    let (_dir, store) = store();
    let snapshot = import(&store, "a", 1, 1).expect("committed");
    fs::write(snapshot.dir().join("manifest.json"), r#"{"schema_version":2,"new":[]}"#).expect("written");
    let error = store.list().expect_err("newer").to_string();
    assert!(error.contains("it has schema version 2") && error.contains("expected schema version 1"), "{error}");
}

#[test]
fn a_temporary_snapshot_is_the_same_type_and_gone_with_its_last_clone() {
    let snapshot = Snapshot::temporary(Cancel::default(), |stage| {
        fill(stage, "a", 2)
            .map(|()| TemporaryMeta { source: "tables".to_owned(), ..TemporaryMeta::default() })
            .map_err(|error| error.downcast::<SnapshotError>().expect("a stage fails with its own error"))
    })
    .expect("staged");
    assert_eq!(snapshot.id(), format!("20261109T235959Z-{}", &snapshot.manifest().content_hash[..8]));
    assert_eq!(snapshot.scan(Table::Users).expect("readable").expect("there").collect().expect("rows").height(), 2);
    snapshot.verify().expect("whole");
    let (clone, dir) = (snapshot.clone(), snapshot.dir().to_path_buf());
    drop(snapshot);
    assert!(dir.exists());
    drop(clone);
    assert!(!dir.exists());
}

#[cfg(unix)]
#[test]
fn a_store_that_cannot_be_written_says_so() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("occupied");
    fs::write(&file, "x").expect("written");
    let error = Store::open(&file).expect_err("a file is no store").to_string();
    assert!(error.starts_with("cannot create `") && error.contains("\nhint: "), "{error}");
}

/// The kernel's own full device stands in for a full disk, first for a spill file, then for a finished one.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_clear_error_and_leaves_no_trace() {
    for full in ["spill/presence/2026-10", "activity/2026-10.parquet", "users.parquet"] {
        let (dir, store) = store();
        let mut draft = store.begin().expect("a draft");
        let names = leftovers(dir.path());
        let folder = names.iter().find(|name| !name.ends_with(".lock")).expect("the draft's folder");
        let target = dir.path().join("tmp").join(folder).join(full);
        fs::create_dir_all(target.parent().expect("a folder")).expect("created");
        std::os::unix::fs::symlink("/dev/full", &target).expect("linked");
        fill(draft.stage(), "a", 3).expect("rows");
        let error = draft.commit(meta(1)).expect_err("the disk is full").to_string();
        assert!(error.contains("cannot write `") && error.contains("hint: free some space"), "{full}: {error}");
        assert_eq!((store.list().expect("readable").len(), leftovers(dir.path()).len()), (0, 0));
    }
}
