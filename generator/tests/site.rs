//! The site: every way leads somewhere, nothing is fetched, no text becomes markup.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use oasmith::config::Config;
use oasmith::diagnostic::Diagnostics;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn site(description: &Path) -> BTreeMap<String, String> {
    let files =
        oasmith::site_of(description, &Config::default(), &mut Diagnostics::default());
    files.unwrap().into_iter().map(|file| (file.path, file.text)).collect()
}

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The values of an attribute.
fn attributes<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    text.split(start.as_str())
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

/// The path that a relative address means, seen from a page.
fn resolved(page: &str, address: &str) -> String {
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> =
        folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in address.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{page}: {address} leaves the site"),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn every_way_leads_somewhere(site: &BTreeMap<String, String>) {
    let pages = || site.iter().filter(|(path, _)| path.ends_with(".html"));
    let decoded = |text: &str| text.replace("&#x2f;", "/");
    let mut followed = 0;
    for (page, text) in pages() {
        let ids = attributes(text, "id");
        let distinct: BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), distinct.len(), "{page} has an id twice");
        for source in attributes(text, "src").into_iter().map(decoded) {
            assert!(site.contains_key(&resolved(page, &source)), "{page}: {source}");
        }
        for address in attributes(text, "href").into_iter().map(decoded) {
            if address.contains("://") || address.starts_with("mailto:") {
                continue;
            }
            let (path, anchor) = address.split_once('#').unwrap_or((&address, ""));
            let target =
                if path.is_empty() { page.clone() } else { resolved(page, path) };
            let found = site.get(&target);
            assert!(found.is_some(), "{page}: {address} leads nowhere");
            if !anchor.is_empty() {
                let is_there = attributes(found.unwrap(), "id").contains(&anchor);
                assert!(is_there, "{page}: {address} has no anchor");
            }
            followed += 1;
        }
    }
    assert!(followed > 20, "only {followed} links");
}

#[test]
fn every_link_and_anchor_resolves() {
    for description in [
        "../spec/atlas-checkpoints.yaml",
        "tests/features/unions/spec.yaml",
        "tests/features/parameters/spec.yaml",
    ] {
        every_way_leads_somewhere(&site(&here(description)));
    }
}

const HOSTILE: &str =
    "<script>alert(1)</script>\\\"'><b onclick=x()>\\u202E{{ 7*7 }}{% raw %}";

#[test]
fn hostile_text_does_not_become_markup() {
    let text = r##"{"openapi": "3.0.3", "info": {"title": "HOSTILE", "version": "HOSTILE", "description": "HOSTILE"},
"servers": [{"url": "https://example.com", "description": "HOSTILE"}],
"tags": [{"name": "HOSTILE", "description": "HOSTILE"}],
"paths": {"/a": {"get": {"operationId": "HOSTILE", "tags": ["HOSTILE"], "summary": "HOSTILE", "description": "HOSTILE",
"parameters": [{"name": "HOSTILE", "in": "query", "required": true, "description": "HOSTILE", "example": "HOSTILE",
"schema": {"type": "string", "default": "HOSTILE"}}],
"responses": {"200": {"description": "HOSTILE", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}}}}}},
"components": {"schemas": {"Pet": {"type": "object", "description": "HOSTILE", "properties":
{"HOSTILE": {"type": "string", "description": "HOSTILE", "enum": ["HOSTILE", "b"]}}}}}}"##;
    let room = tempfile::tempdir().unwrap();
    let path = room.path().join("openapi.json");
    std::fs::write(&path, text.replace("HOSTILE", HOSTILE)).unwrap();
    let site = site(&path);
    every_way_leads_somewhere(&site);
    let index = &site["assets/search-index.js"];
    assert!(!index.contains('<') && index.contains("onclick"), "{index}");
    for (page, text) in site.iter().filter(|(path, _)| path.ends_with(".html")) {
        for sign in ["<script>", "<b onclick", "\u{202E}"] {
            assert!(!text.contains(sign), "{page} has {sign:?}");
        }
        assert!(!text.contains("49}{%"), "{page} ran a template of the description");
    }
    assert!(site["index.html"].contains("&lt;script&gt;"));
}
