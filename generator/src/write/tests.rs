use super::*;
use std::fs;
use std::io;

fn files(pairs: &[(&str, &str)]) -> Files {
    pairs.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// Everything below a folder, the list of our files left out.
fn content(folder: &Path) -> Files {
    let mut found = Files::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        for entry in fs::read_dir(path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.file_name().unwrap() != manifest::FILE_NAME {
                let name =
                    path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

fn write_ok(wanted: &Files, folder: &Path) -> Written {
    write(wanted, folder, &Options::default(), &mut Diagnostics::default()).unwrap()
}

fn codes(diagnostics: &Diagnostics) -> Vec<Code> {
    diagnostics.all().iter().map(|one| one.code).collect()
}

#[test]
fn only_what_changed_is_written_and_only_ours_is_removed() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("sdk");
    let first =
        files(&[("Cargo.toml", "a"), ("src/lib.rs", "b"), ("src/old/x.rs", "c")]);
    assert_eq!(write_ok(&first, &folder).written.len(), 3);
    fs::write(folder.join("Cargo.lock"), "theirs").unwrap();
    let second = files(&[("Cargo.toml", "a"), ("src/lib.rs", "B"), ("src/new.rs", "d")]);
    let written = write_ok(&second, &folder);
    assert_eq!(written.written, ["src/lib.rs", "src/new.rs"]);
    assert_eq!(
        (written.unchanged, written.removed),
        (1, vec!["src/old/x.rs".to_owned()])
    );
    let mut expected = second.clone();
    expected.insert("Cargo.lock".to_owned(), "theirs".to_owned());
    assert_eq!(content(&folder), expected);
    assert!(!folder.join("src/old").exists());
    assert_eq!(write_ok(&second, &folder).written, Vec::<String>::new());
    assert_eq!(
        fs::read_dir(home.path()).unwrap().count(),
        1,
        "nothing is left beside it"
    );
}

#[test]
fn what_others_wrote_stays() {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir_all(home.path().join("src")).unwrap();
    fs::write(home.path().join("src/lib.rs"), "theirs").unwrap();
    fs::write(home.path().join("docs"), "a file").unwrap();
    let mut diagnostics = Diagnostics::default();
    let wanted = files(&[("src/lib.rs", "ours"), ("docs/a.md", "ours"), ("b", "ours")]);
    assert!(write(&wanted, home.path(), &Options::default(), &mut diagnostics).is_err());
    assert_eq!(codes(&diagnostics), [Code::InTheWay, Code::InTheWay]);
    assert_eq!(
        content(home.path()),
        files(&[("src/lib.rs", "theirs"), ("docs", "a file")])
    );
    let outside = files(&[("../x", "")]);
    assert!(
        write(&outside, home.path(), &Options::default(), &mut Diagnostics::default())
            .is_err()
    );
}

#[test]
fn a_file_can_turn_into_a_folder() {
    let home = tempfile::tempdir().unwrap();
    write_ok(&files(&[("a", "1")]), home.path());
    let second = files(&[("a/b", "2")]);
    write_ok(&second, home.path());
    assert_eq!(content(home.path()), second);
}

#[test]
fn a_failure_in_the_middle_leaves_all_as_it_was() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("sdk");
    let first = files(&[("a", "1"), ("b", "2"), ("c/d", "3")]);
    write_ok(&first, &folder);
    let second = files(&[("a", "1"), ("b", "changed"), ("e/f", "new"), ("g", "new")]);
    for failing in 0..4 {
        let mut diagnostics = Diagnostics::default();
        let result = write_observed(
            &second,
            &folder,
            &Options::default(),
            &mut diagnostics,
            &mut |count| {
                if count == failing {
                    Err(io::Error::other("disk full"))
                } else {
                    Ok(())
                }
            },
        );
        assert!(result.is_err());
        assert_eq!(codes(&diagnostics), [Code::CannotWrite]);
        assert_eq!(content(&folder), first, "failing at {failing}");
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }
    write_ok(&second, &folder);
    assert_eq!(content(&folder), second);
}

#[test]
fn what_a_killed_run_left_is_known_to_the_next_one() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("sdk");
    let first = files(&[("a", "1"), ("b", "2")]);
    write_ok(&first, &folder);
    let second = files(&[("a", "changed"), ("c", "new"), ("d", "new")]);
    let killed = std::panic::catch_unwind(|| {
        let _ = write_observed(
            &second,
            &folder,
            &Options::default(),
            &mut Diagnostics::default(),
            &mut |count| {
                assert!(count < 2, "killed");
                Ok(())
            },
        );
    });
    assert!(killed.is_err());
    let mut between = first.clone();
    between.extend(files(&[("a", "changed"), ("c", "new")]));
    assert_eq!(content(&folder), between, "each file is what it was or becomes");
    let written = write_ok(&first, &folder);
    assert_eq!((written.written, written.kept), (vec!["a".to_owned()], vec![]));
    assert_eq!(content(&folder), first);
}

#[test]
fn what_a_run_that_was_killed_at_its_end_left_is_swept() {
    let home = tempfile::tempdir().unwrap();
    let wanted = files(&[("a", "1")]);
    write_ok(&wanted, home.path());
    fs::create_dir_all(home.path().join(lock::STAGING).join("new")).unwrap();
    fs::write(home.path().join(lock::STAGING).join("new/0"), "old").unwrap();
    fs::write(home.path().join(lock::STAGING).join("lock"), "").unwrap();
    assert_eq!(write_ok(&wanted, home.path()).written, Vec::<String>::new());
    assert_eq!(content(home.path()), wanted);
    assert!(!home.path().join(lock::STAGING).exists());
}

#[test]
fn an_edited_file_that_is_no_longer_needed_stays() {
    let home = tempfile::tempdir().unwrap();
    write_ok(&files(&[("a", "1"), ("b", "2")]), home.path());
    fs::write(home.path().join("b"), "theirs").unwrap();
    let only = files(&[("a", "1")]);
    assert_eq!(write_ok(&only, home.path()).kept, ["b"]);
    assert_eq!(content(home.path()), files(&[("a", "1"), ("b", "theirs")]));
    assert_eq!(
        write_ok(&only, home.path()),
        Written { unchanged: 1, ..Written::default() }
    );
}

#[test]
fn a_run_that_does_not_end_is_waited_for_so_long_and_no_longer() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("sdk");
    let wait = Wait { limit: std::time::Duration::from_secs(60), begins: &|_| () };
    let lock = Lock::take(&folder, wait).unwrap();
    let told = std::cell::Cell::new(0);
    let options = Options {
        wait: std::time::Duration::from_millis(120),
        on_wait: &|_| told.set(told.get() + 1),
        ..Options::default()
    };
    let mut diagnostics = Diagnostics::default();
    let wanted = files(&[("a", "1")]);
    assert!(write(&wanted, &folder, &options, &mut diagnostics).is_err());
    assert!(check(&wanted, &folder, &options, &mut diagnostics).is_err());
    assert_eq!(codes(&diagnostics), [Code::Busy, Code::Busy]);
    assert_eq!(told.get(), 2);
    drop(lock);
    assert!(!folder.exists(), "nothing came of it");
    assert_eq!(write_ok(&wanted, &folder).written, ["a"]);
}

#[test]
fn checking_changes_nothing_and_shows_the_difference() {
    let home = tempfile::tempdir().unwrap();
    let first = files(&[("a", "one\ntwo\n"), ("b", "")]);
    write_ok(&first, home.path());
    assert!(
        check(&first, home.path(), &Options::default(), &mut Diagnostics::default())
            .is_ok()
    );
    let mut diagnostics = Diagnostics::default();
    let second = files(&[("a", "one\n2\n")]);
    assert!(check(&second, home.path(), &Options::default(), &mut diagnostics).is_err());
    assert_eq!(codes(&diagnostics), [Code::OutOfDate, Code::OutOfDate]);
    assert!(diagnostics.all()[0].message.contains("-two\n+2"));
    assert_eq!(content(home.path()), first);
}
