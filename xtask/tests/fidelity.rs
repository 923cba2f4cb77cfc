//! Values of every kind come back equal from the generated types, and with a fault in them too.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::path::Path;
use std::process::Command;

#[test]
fn values_of_a_description_come_back_equal() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .current_dir(&root)
        .args(["fidelity", "generator/tests/features/unions", "--values", "4"])
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{told}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let last = told.lines().last().unwrap_or_default();
    assert!(
        last.starts_with("1 descriptions, ") && last.ends_with(", 0 faults"),
        "{told}"
    );
    assert!(!last.contains(" 0 values") && !last.contains(" 0 of them"), "{told}");
}
