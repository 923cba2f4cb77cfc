//! What the SDK in generated/ offers to the code that uses it: every public name, with its
//! type, as a list that can be read through.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use oasmith::compare::{Edition, compare};
use oasmith::diagnostic::Diagnostics;
use std::fmt::Write as _;
use std::path::Path;

#[test]
fn what_the_first_sdk_offers() {
    let settings = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/oasmith.toml");
    let mut found = Diagnostics::strict();
    let config = oasmith::config::read(&settings, &mut found).unwrap();
    let input = config.input.clone().unwrap();
    let (described, files) = oasmith::generate(&input, &config, &mut found).unwrap();
    let mut list = String::new();
    for change in
        compare(&Edition::default(), &Edition::new(described.api, files)).changes
    {
        if change.aspect.is_some() {
            continue;
        }
        let item = change.now.unwrap();
        let deprecated = if item.deprecated { "  (deprecated)" } else { "" };
        writeln!(list, "{}: {}{deprecated}", change.path, item.signature).unwrap();
    }
    insta::assert_snapshot!(list);
}
