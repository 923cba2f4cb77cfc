//! Several files to one tree: what a reference to another file leads to becomes a
//! component of the root where there is a section for it, and else takes the place of the
//! reference.

use super::Reach;
use super::files::{Files, Lost};
use super::lost::explain;
use super::naming::Names;
use super::own_names::Base;
use super::place::{Item, Place};
use super::remote::{self, Remote};
use crate::diagnostic::{self, Code, Diagnostic, Diagnostics};
use crate::document::{Copies, Copy, FileId, Location, Pointer, SourceMap};
use serde_json::{Map, Value};
use std::collections::VecDeque;
use std::path::Path;

/// How deep the tree may become by putting parts into each other.
const MAX_BUNDLED_DEPTH: usize = 2048;

const TOO_MUCH: &str = "what references lead to would have to be copied here, and too \
                        much was copied already";

/// Whether the tree holds references that are not plain local pointers.
pub(super) fn is_needed(root: &Value) -> bool {
    let mut open = vec![root];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(map) => {
                let is_foreign =
                    |text: &str| !text.starts_with("#/") || text.contains('%');
                if map.get("$ref").and_then(Value::as_str).is_some_and(is_foreign)
                    || map.get("$dynamicRef").is_some_and(Value::is_string)
                    || map.get("$id").is_some_and(Value::is_string)
                {
                    return true;
                }
                open.extend(map.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    false
}

/// Makes every reference of the tree local. What was read from the network comes back.
pub(super) fn bundle(
    root: Value,
    path: &Path,
    reach: Reach,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> (Value, Option<Remote>) {
    let mut tree = root.clone();
    let is_2_0 = root.get("swagger").is_some();
    let names = Names::new(&root, is_2_0);
    let files = Files::new(path, root, reach);
    let mut bundler = Bundler {
        files,
        names,
        is_2_0,
        sources,
        diagnostics,
        waiting: VecDeque::new(),
        copies: Copies::default(),
    };
    bundler.claim_components(&tree);
    let mut at = Pointer::root();
    bundler.walk_root(&mut tree, &mut at);
    while let Some(component) = bundler.waiting.pop_front() {
        let mut value =
            bundler.files.value(&component.from).cloned().unwrap_or_default();
        let mut at = component.at.clone();
        let from = component.from;
        bundler.sources.moved(at.clone(), from.clone());
        let chain = Chain { above: None, target: &from };
        bundler.walk(
            Place::One(component.item),
            &mut value,
            &bundler.files.base_of(&from),
            &mut at,
            Some(&chain),
        );
        put(&mut tree, component.at.tokens(), value);
    }
    (tree, bundler.files.into_remote())
}

/// A part of a file that becomes a component.
struct Component {
    item: Item,
    at: Pointer,
    from: Location,
}

/// What was put in the place of a reference, from here outwards.
#[derive(Clone, Copy)]
struct Chain<'a> {
    above: Option<&'a Chain<'a>>,
    target: &'a Location,
}

impl Chain<'_> {
    fn holds(&self, target: &Location) -> bool {
        let mut link = Some(self);
        while let Some(one) = link {
            if one.target == target {
                return true;
            }
            link = one.above;
        }
        false
    }
}

struct Bundler<'a> {
    files: Files,
    names: Names,
    is_2_0: bool,
    sources: &'a mut SourceMap,
    diagnostics: &'a mut Diagnostics,
    waiting: VecDeque<Component>,
    copies: Copies,
}

impl Bundler<'_> {
    /// Components of the root that are only a reference give their name to what it leads to.
    fn claim_components(&mut self, root: &Value) {
        let base = self.root_base();
        for (item, section, entries) in sections(root, self.is_2_0) {
            for (name, entry) in entries {
                let Some(reference) = only_reference(entry) else { continue };
                if !reference.starts_with("#/")
                    && let Ok(target) = self.resolve(&base, reference)
                    && target.file != FileId(0)
                {
                    self.names.claim(item, &target, section, name);
                }
            }
        }
    }

    /// What references of the root are relative to.
    fn root_base(&self) -> Base {
        self.files.base_of(&Location { file: FileId(0), pointer: Pointer::root() })
    }

    fn resolve(&mut self, base: &Base, reference: &str) -> Result<Location, Lost> {
        self.files.resolve(base, reference, self.sources, self.diagnostics)
    }

    /// The components come first: their names win.
    fn walk_root(&mut self, tree: &mut Value, at: &mut Pointer) {
        let Value::Object(map) = tree else { return };
        let base = self.root_base();
        let is_section = |key: &str| {
            matches!(key, "components" | "definitions" | "parameters" | "responses")
        };
        for sections_now in [true, false] {
            for (key, value) in
                map.iter_mut().filter(|(key, _)| is_section(key) == sections_now)
            {
                at.push(key.clone());
                self.walk(Place::Root.below(key), value, &base, at, None);
                at.pop();
            }
        }
    }

    fn walk(
        &mut self,
        place: Place,
        value: &mut Value,
        base: &Base,
        at: &mut Pointer,
        chain: Option<&Chain<'_>>,
    ) {
        if at.tokens().len() > MAX_BUNDLED_DEPTH {
            let message =
                "files put into each other nest too deeply; the rest was left out";
            self.diagnostics.report(Code::ReferenceCycle, at, message);
            *value = Value::Null;
            return;
        }
        let own = own_base(&self.files, place, value, base);
        let base = own.as_ref().unwrap_or(base);
        match value {
            Value::Object(map) if map.get("$ref").is_some_and(Value::is_string) => {
                self.reference(place, value, base, at, chain);
            }
            Value::Object(map) => {
                self.dynamic_reference(map, base);
                for (key, value) in map.iter_mut() {
                    at.push(key.clone());
                    match (place, &mut *value) {
                        (Place::Mapping, Value::String(text)) => {
                            self.mapping(text, base)
                        }
                        _ => self.walk(place.below(key), value, base, at, chain),
                    }
                    at.pop();
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    at.push(index.to_string());
                    let below = match place {
                        Place::Each(item) => Place::One(item),
                        other => other,
                    };
                    self.walk(below, item, base, at, chain);
                    at.pop();
                }
            }
            _ => {}
        }
    }

    fn reference(
        &mut self,
        place: Place,
        value: &mut Value,
        base: &Base,
        at: &mut Pointer,
        chain: Option<&Chain<'_>>,
    ) {
        let Value::Object(map) = value else { return };
        let Some(reference) = map.get("$ref").and_then(Value::as_str).map(str::to_owned)
        else {
            return;
        };
        let is_local = reference.starts_with('#');
        let item = match place {
            Place::One(item) => Some(item),
            _ => None,
        };
        // What only looks like a reference, in an example or an extension.
        if item.is_none() && is_local {
            return;
        }
        if place == Place::Text
            && let Some(text) = self.text_file(&reference, base)
        {
            *value = Value::String(text);
            return;
        }
        let target = match self.target(&reference, base) {
            Ok(target) => target,
            Err(lost) => return self.lost(place, map, &reference, base, at, &lost),
        };
        let section = item.and_then(|item| Some((item, item.section(self.is_2_0)?)));
        if let Some((item, section)) = section {
            let name = self.component(item, section, &target);
            if name != *at {
                map.insert("$ref".to_owned(), Value::String(format!("#{name}")));
                self.walk_siblings(place, map, base, at, chain);
                return;
            }
        }
        self.put_in_place(place, value, target, at, chain);
    }

    /// Puts what a reference leads to in its place; members beside the reference win.
    fn put_in_place(
        &mut self,
        place: Place,
        value: &mut Value,
        target: Location,
        at: &mut Pointer,
        chain: Option<&Chain<'_>>,
    ) {
        if chain.is_some_and(|chain| chain.holds(&target)) {
            let message =
                "this reference leads back to what it stands in; it was left out";
            self.diagnostics.report(Code::ReferenceCycle, at, message);
            *value = Value::Object(Map::new());
            return;
        }
        let found = self.files.value(&target).unwrap_or(&Value::Null);
        match self.copies.ask(found) {
            Copy::Fits => {}
            answer => {
                if answer == Copy::TooMuch {
                    self.diagnostics.report(Code::TooMuchCopied, at, TOO_MUCH);
                }
                *value = Value::Object(Map::new());
                return;
            }
        }
        let mut found = found.clone();
        if let (Value::Object(map), Value::Object(found)) = (&mut *value, &mut found) {
            map.shift_remove("$ref");
            for (key, value) in std::mem::take(map) {
                found.insert(key, value);
            }
        }
        *value = found;
        self.sources.moved(at.clone(), target.clone());
        if let (Place::Each(item), Value::Object(map)) = (place, &*value)
            && let Some(section) = item.section(self.is_2_0)
            && *at == section_pointer(section, self.is_2_0)
        {
            for name in map.keys() {
                let from =
                    Location { file: target.file, pointer: target.pointer.child(name) };
                self.names.claim(item, &from, section, name);
            }
        }
        let chain = Chain { above: chain, target: &target };
        let base = self.files.base_of(&target);
        self.walk(place, value, &base, at, Some(&chain));
    }

    /// The pointer of the component that stands for `target`, made if there is none yet.
    fn component(
        &mut self,
        item: Item,
        section: &'static str,
        target: &Location,
    ) -> Pointer {
        if target.file == FileId(0) {
            return target.pointer.clone();
        }
        let path = self.sources.file(target.file).map(|file| file.path.clone());
        let (name, is_new) =
            self.names.of(item, section, target, &path.unwrap_or_default());
        let at = section_pointer(section, self.is_2_0).child(name);
        if is_new {
            self.waiting.push_back(Component {
                item,
                at: at.clone(),
                from: target.clone(),
            });
        }
        at
    }

    /// What a reference leads to. In a part of a description, a local reference is often
    /// meant from the root.
    fn target(&mut self, reference: &str, base: &Base) -> Result<Location, Lost> {
        let target = self.resolve(base, reference)?;
        if self.files.value(&target).is_some() {
            return Ok(target);
        }
        if base.file != FileId(0) && reference.starts_with('#') {
            let from_root = self.resolve(&self.root_base(), reference)?;
            if self.files.value(&from_root).is_some() {
                return Ok(from_root);
            }
        }
        // Whoever reads the root tells of what it lacks.
        if target.file == FileId(0) { Ok(target) } else { Err(Lost::NoValue) }
    }

    fn walk_siblings(
        &mut self,
        place: Place,
        map: &mut Map<String, Value>,
        base: &Base,
        at: &mut Pointer,
        chain: Option<&Chain<'_>>,
    ) {
        for (key, value) in map.iter_mut().filter(|(key, _)| *key != "$ref") {
            at.push(key.clone());
            self.walk(place.below(key), value, base, at, chain);
            at.pop();
        }
    }

    fn text_file(&mut self, reference: &str, base: &Base) -> Option<String> {
        let is_text = [".md", ".markdown", ".txt", ".html"];
        if !is_text.iter().any(|ending| reference.ends_with(ending)) {
            return None;
        }
        let home = self.sources.file(base.file).map(|file| file.path.as_path());
        if remote::address(home, reference).is_some() {
            return None;
        }
        let path = self.files.path(base.file, reference, self.sources);
        self.files.text(&path)
    }

    fn mapping(&mut self, text: &mut String, base: &Base) {
        let is_file =
            [".json", ".yaml", ".yml"].iter().any(|ending| text.ends_with(ending));
        if !(text.contains('#') || text.contains('/') || is_file) {
            return;
        }
        if let Ok(target) = self.target(text, base)
            && let Some(section) = Item::Schema.section(self.is_2_0)
        {
            *text = format!("#{}", self.component(Item::Schema, section, &target));
        }
    }

    /// `$dynamicRef` by name becomes one by pointer; what it means is not for here.
    fn dynamic_reference(&mut self, map: &mut Map<String, Value>, base: &Base) {
        let Some(Value::String(reference)) = map.get("$dynamicRef") else { return };
        let reference = reference.clone();
        if let Ok(target) = self.target(&reference, base)
            && let Some(section) = Item::Schema.section(self.is_2_0)
        {
            let name = self.component(Item::Schema, section, &target);
            map.insert("$dynamicRef".to_owned(), Value::String(format!("#{name}")));
        }
    }

    /// A reference that has no target stays, as a local one: whether the SDK can do
    /// without it is decided later.
    fn lost(
        &mut self,
        place: Place,
        map: &mut Map<String, Value>,
        reference: &str,
        base: &Base,
        at: &Pointer,
        lost: &Lost,
    ) {
        let (code, message, help) = explain(lost, reference);
        if base.file != FileId(0) || !reference.starts_with('#') {
            let place = diagnostic::Place::Value(at.clone());
            self.diagnostics.push(Diagnostic::new(code, place, message).help(help));
        }
        if place.is_harmless() {
            map.shift_remove("$ref");
        } else if !reference.starts_with("#/") {
            let name = Pointer::root().child("missing").child(reference);
            map.insert("$ref".to_owned(), Value::String(format!("#{name}")));
        }
    }
}

/// What references in a schema are relative to, where its `$id` says something else than
/// what is around it.
fn own_base(files: &Files, place: Place, value: &Value, base: &Base) -> Option<Base> {
    if place != Place::One(Item::Schema) {
        return None;
    }
    files.base_below(base, value.get("$id")?.as_str()?)
}

/// The sections of components that a document has.
fn sections(
    root: &Value,
    is_2_0: bool,
) -> impl Iterator<Item = (Item, &'static str, &Map<String, Value>)> {
    use Item as I;
    let items = [
        I::Schema,
        I::Parameter,
        I::Response,
        I::RequestBody,
        I::Header,
        I::Example,
        I::Link,
        I::Callback,
        I::SecurityScheme,
    ];
    let home = if is_2_0 { Some(root) } else { root.get("components") };
    items.into_iter().filter_map(move |item| {
        let section = item.section(is_2_0)?;
        Some((item, section, home?.get(section)?.as_object()?))
    })
}

fn section_pointer(section: &str, is_2_0: bool) -> Pointer {
    let home =
        if is_2_0 { Pointer::root() } else { Pointer::root().child("components") };
    home.child(section)
}

/// The reference of a value that is nothing else.
fn only_reference(value: &Value) -> Option<&str> {
    value.as_object().filter(|map| map.len() == 1)?.get("$ref")?.as_str()
}

/// Puts a value at a place, making the objects on the way.
fn put(tree: &mut Value, tokens: &[String], value: Value) {
    let Some((last, above)) = tokens.split_last() else { return };
    let mut place = tree;
    for token in above {
        let Value::Object(map) = place else { return };
        place = map.entry(token.clone()).or_insert_with(|| Value::Object(Map::new()));
    }
    if let Value::Object(map) = place {
        map.insert(last.clone(), value);
    }
}
