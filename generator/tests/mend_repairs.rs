//! Each repair: a small description, what it comes to, and the codes that tell of it.
//!
//! The table is `mend/repairs.json`. A new repair is one more entry there.

#![allow(clippy::expect_used, reason = "a test fails by a panic")]

use oasmith::diagnostic::Diagnostics;
use oasmith::dialect;
use oasmith::document::Document;
use oasmith::mend::{MendOptions, mend};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Case {
    name: String,
    description: Value,
    /// What stands at these JSON pointers afterwards.
    expect: BTreeMap<String, Value>,
    codes: Vec<String>,
}

fn run(description: Value) -> (Option<Document>, Vec<String>) {
    let mut diagnostics = Diagnostics::default();
    let document = Document { root: description, ..Document::default() };
    let mended = dialect::to_3_0(document, &mut diagnostics)
        .and_then(|document| mend(document, &MendOptions::default(), &mut diagnostics));
    let codes = diagnostics.all().iter().map(|one| one.code.name().to_owned()).collect();
    (mended.ok().map(|mended| mended.document), codes)
}

#[test]
fn every_repair_does_what_it_says() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("mend/repairs.json"))
        .expect("the table is JSON");
    for case in cases {
        let (document, mut codes) = run(case.description);
        let mut wanted = case.codes;
        codes.sort();
        wanted.sort();
        assert_eq!(codes, wanted, "{}", case.name);
        for (pointer, value) in case.expect {
            let root = &document.as_ref().expect(&case.name).root;
            assert_eq!(root.pointer(&pointer), Some(&value), "{}: {pointer}", case.name);
        }
    }
}
