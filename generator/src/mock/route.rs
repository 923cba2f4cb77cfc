//! From method and path to an operation.

use crate::ir::{Api, Kind, Operation, PathPart, Place, Server};
use crate::mock::received::decode;
use http::HeaderMap;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// All operations, ready to be matched.
#[derive(Debug, Default)]
pub(crate) struct Routes {
    by_segments: BTreeMap<usize, Vec<Route>>,
    /// Those with a parameter that may hold several segments.
    wide: Vec<Route>,
}

/// What a method and path lead to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// The operation with this index; the raw text of each path parameter, by its index.
    Operation(usize, BTreeMap<usize, String>),
    /// Operations have the path, but only with these methods.
    OtherMethods(BTreeSet<String>),
    /// No operation has the path.
    Nothing,
}

#[derive(Debug)]
struct Route {
    operation: usize,
    method: String,
    segments: Vec<Segment>,
    /// Pairs of the query that belong to the address.
    query: Vec<(String, String)>,
    /// What tells the operation from others of its path and method.
    marks: Vec<Mark>,
}

/// A parameter of the query or a header.
#[derive(Debug, PartialEq, Eq)]
struct Mark {
    place: Place,
    name: String,
    required: bool,
    /// The one value that it has, if it has but one.
    value: Option<String>,
}

#[derive(Debug, PartialEq, Eq)]
enum Segment {
    /// Text alone, decoded.
    Literal(String),
    /// Parameters, perhaps with text around them.
    Pattern(Vec<Piece>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Parameter(usize),
    /// A parameter whose value may hold slashes.
    Wide(usize),
}

impl Routes {
    pub(crate) fn new(api: &Api) -> Self {
        let mut routes = Self::default();
        for (index, operation) in api.operations.iter().enumerate() {
            for base in base_paths(api, operation) {
                let route = Route {
                    operation: index,
                    method: operation.method.clone(),
                    segments: segments(&base, operation),
                    query: operation.path.query.clone(),
                    marks: marks(api, operation),
                };
                match route.is_wide() {
                    true => routes.wide.push(route),
                    false => {
                        let length = route.segments.len();
                        routes.by_segments.entry(length).or_default().push(route);
                    }
                }
            }
        }
        for same_length in routes.by_segments.values_mut() {
            // Stable, so that of two equal routes the first described wins.
            same_length.sort_by_key(Route::vagueness);
        }
        routes
    }

    pub(crate) fn find(
        &self,
        method: &str,
        path: &str,
        query: &[(String, String)],
        headers: &HeaderMap,
    ) -> Found {
        let sent: Vec<&str> =
            path.strip_prefix('/').unwrap_or(path).split('/').collect();
        let mut methods = BTreeSet::new();
        let mut head = None;
        let mut found: Option<(usize, Found)> = None;
        let narrow = self.by_segments.get(&sent.len()).into_iter().flatten();
        for route in narrow.chain(&self.wide) {
            if !route.query.iter().all(|pair| query.contains(pair)) {
                continue;
            }
            let Some(values) = route.values(&sent) else { continue };
            if route.method == method {
                // Of several that the address leads to, the one that is told by most.
                let told = route.told(query, headers);
                if found.as_ref().is_none_or(|(before, _)| told > *before) {
                    found = Some((told, Found::Operation(route.operation, values)));
                }
                continue;
            }
            if method == "HEAD" && route.method == "GET" && head.is_none() {
                head = Some(Found::Operation(route.operation, values));
            }
            methods.insert(route.method.clone());
        }
        match found.map(|(_, found)| found).or(head) {
            Some(found) => found,
            None if methods.is_empty() => Found::Nothing,
            None => Found::OtherMethods(methods),
        }
    }
}

impl Route {
    // Literal text beats a pattern, a pattern with text beats a bare parameter, and what
    // stands further left counts more; then a longer query beats a shorter one.
    fn vagueness(&self) -> (Vec<u8>, Reverse<usize>) {
        let rank = |segment: &Segment| match segment {
            Segment::Literal(_) => 0,
            Segment::Pattern(pieces) if pieces.len() > 1 => 1,
            Segment::Pattern(_) => 2,
        };
        (self.segments.iter().map(rank).collect(), Reverse(self.query.len()))
    }

    fn is_wide(&self) -> bool {
        let holds = |segment: &Segment| match segment {
            Segment::Pattern(pieces) => {
                pieces.iter().any(|piece| matches!(piece, Piece::Wide(_)))
            }
            Segment::Literal(_) => false,
        };
        self.segments.iter().any(holds)
    }

    /// All segments as one.
    fn whole(&self) -> Vec<Piece> {
        let mut all = Vec::new();
        for (index, segment) in self.segments.iter().enumerate() {
            if index > 0 {
                all.push(Piece::Text("/".to_owned()));
            }
            match segment {
                Segment::Literal(text) => all.push(Piece::Text(text.clone())),
                Segment::Pattern(pieces) => all.extend(pieces.iter().cloned()),
            }
        }
        all
    }

    /// How many of its marks a request bears; one that it must bear and does not speaks
    /// against it.
    fn told(&self, query: &[(String, String)], headers: &HeaderMap) -> usize {
        let mut told = 1_usize;
        for mark in &self.marks {
            let sent = match mark.place {
                Place::Query => {
                    let mut pairs = query.iter();
                    pairs
                        .find(|(name, _)| *name == mark.name)
                        .map(|(_, value)| value.as_str())
                }
                _ => headers.get(&mark.name).and_then(|value| value.to_str().ok()),
            };
            let is_it = match (sent, &mark.value) {
                (Some(sent), Some(value)) => sent == value,
                (sent, _) => sent.is_some(),
            };
            told = told.saturating_add(usize::from(is_it));
            if mark.required && !is_it {
                return 0;
            }
        }
        told
    }

    fn values(&self, sent: &[&str]) -> Option<BTreeMap<usize, String>> {
        let mut values = BTreeMap::new();
        if self.is_wide() {
            let mut steps = 10_000;
            let whole = sent.join("/");
            return take(&self.whole(), &whole, &mut values, &mut steps)
                .then_some(values);
        }
        for (segment, text) in self.segments.iter().zip(sent) {
            match segment {
                Segment::Literal(literal) if *literal == decode(text) => {}
                Segment::Literal(_) => return None,
                Segment::Pattern(pieces) => {
                    let mut steps = 10_000;
                    if !take(pieces, text, &mut values, &mut steps) {
                        return None;
                    }
                }
            }
        }
        Some(values)
    }
}

/// What the parameters of an operation tell of it.
fn marks(api: &Api, operation: &Operation) -> Vec<Mark> {
    let mark = |one: &crate::ir::Parameter| {
        let value = match &api.types.behind_aliases(one.ty.id).1.kind {
            Kind::StringEnum(values) => match values.as_slice() {
                [only] => Some(only.wire.clone()),
                _ => None,
            },
            _ => None,
        };
        let name = one.wire_name.clone();
        Mark { place: one.place, name, required: one.required, value }
    };
    let told = operation
        .parameters
        .iter()
        .filter(|one| matches!(one.place, Place::Query | Place::Header));
    told.map(mark).collect()
}

// Each parameter takes as little as lets the rest match. The steps bound the work that a
// hostile path can cause.
fn take(
    pieces: &[Piece],
    text: &str,
    values: &mut BTreeMap<usize, String>,
    steps: &mut u32,
) -> bool {
    let Some((first, rest)) = pieces.split_first() else { return text.is_empty() };
    match first {
        Piece::Text(literal) => text
            .strip_prefix(literal.as_str())
            .is_some_and(|left| take(rest, left, values, steps)),
        Piece::Parameter(index) | Piece::Wide(index) => {
            let ends = text.char_indices().skip(1).map(|(at, _)| at).chain([text.len()]);
            for end in ends {
                *steps = steps.saturating_sub(1);
                let Some((value, left)) = text.split_at_checked(end) else { continue };
                let is_wide = matches!(first, Piece::Wide(_));
                if *steps == 0 || value.is_empty() || (!is_wide && value.contains('/')) {
                    return false;
                }
                // A parameter at the end takes all that is left.
                if rest.is_empty() && !left.is_empty() {
                    continue;
                }
                if take(rest, left, values, steps) {
                    values.insert(*index, value.to_owned());
                    return true;
                }
            }
            false
        }
    }
}

fn segments(base: &str, operation: &Operation) -> Vec<Segment> {
    let is_wide = |index: usize| {
        operation.parameters.get(index).is_some_and(|one| one.allow_reserved)
    };
    segments_of(base, &operation.path.parts, is_wide)
}

fn segments_of(
    base: &str,
    parts: &[PathPart],
    is_wide: impl Fn(usize) -> bool,
) -> Vec<Segment> {
    let mut all: Vec<Vec<Piece>> = vec![Vec::new()];
    let text = |all: &mut Vec<Vec<Piece>>, text: &str| {
        for (index, piece) in text.split('/').enumerate() {
            if index > 0 {
                all.push(Vec::new());
            }
            if let (Some(last), false) = (all.last_mut(), piece.is_empty()) {
                last.push(Piece::Text(piece.to_owned()));
            }
        }
    };
    text(&mut all, base.strip_prefix('/').unwrap_or(base));
    let mut at_start = base.is_empty();
    for part in parts {
        match part {
            PathPart::Text(literal) if at_start => {
                text(&mut all, literal.strip_prefix('/').unwrap_or(literal));
            }
            PathPart::Text(literal) => text(&mut all, literal),
            PathPart::Parameter(index) => {
                if let Some(last) = all.last_mut() {
                    last.push(match is_wide(*index) {
                        true => Piece::Wide(*index),
                        false => Piece::Parameter(*index),
                    });
                }
            }
        }
        at_start = false;
    }
    all.into_iter().map(segment).collect()
}

fn segment(pieces: Vec<Piece>) -> Segment {
    let mut literal = String::new();
    for piece in &pieces {
        match piece {
            Piece::Text(text) => literal.push_str(text),
            Piece::Parameter(_) | Piece::Wide(_) => return Segment::Pattern(pieces),
        }
    }
    Segment::Literal(decode(&literal))
}

/// The paths under which an operation is served: those of its servers.
fn base_paths(api: &Api, operation: &Operation) -> BTreeSet<String> {
    let servers =
        if operation.servers.is_empty() { &api.servers } else { &operation.servers };
    let mut paths: BTreeSet<String> = servers.iter().map(base_path).collect();
    if paths.is_empty() {
        paths.insert(String::new());
    }
    paths
}

/// The path of a server's address: nothing, or `/…` without a slash at the end.
pub(crate) fn base_path(server: &Server) -> String {
    let mut url = server.url.clone();
    for variable in &server.variables {
        url = url.replace(&format!("{{{}}}", variable.name), &variable.default);
    }
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => url.strip_prefix("//").map_or(url.as_str(), |rest| {
            rest.split_once('/').map_or("", |(_, path)| path)
        }),
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = path.trim_matches('/');
    if path.is_empty() || path == "." { String::new() } else { format!("/{path}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(operation: usize, method: &str, segments: Vec<Segment>) -> Route {
        Route {
            operation,
            method: method.to_owned(),
            segments,
            query: Vec::new(),
            marks: Vec::new(),
        }
    }

    fn text(text: &str) -> PathPart {
        PathPart::Text(text.to_owned())
    }

    fn routes(templates: &[(&str, &[PathPart])]) -> Routes {
        let mut api_routes = Routes::default();
        for (index, (method, parts)) in templates.iter().enumerate() {
            let route = route(index, method, segments_of("/v1", parts, |_| false));
            api_routes.by_segments.entry(route.segments.len()).or_default().push(route);
        }
        for same_length in api_routes.by_segments.values_mut() {
            same_length.sort_by_key(Route::vagueness);
        }
        api_routes
    }

    fn server(url: &str) -> Server {
        Server { url: url.to_owned(), ..Server::default() }
    }

    #[test]
    fn literal_beats_variable_and_values_stay_encoded() {
        let parameter = || PathPart::Parameter(0);
        let routes = routes(&[
            ("GET", &[text("/users/"), parameter()]),
            ("GET", &[text("/users/me")]),
            ("DELETE", &[text("/users/me")]),
        ]);
        assert_eq!(
            routes.find("GET", "/v1/users/me", &[], &HeaderMap::new()),
            Found::Operation(1, BTreeMap::new())
        );
        let values = BTreeMap::from([(0, "a%2Fb".to_owned())]);
        assert_eq!(
            routes.find("GET", "/v1/users/a%2Fb", &[], &HeaderMap::new()),
            Found::Operation(0, values)
        );
        assert_eq!(
            routes.find("GET", "/users/me", &[], &HeaderMap::new()),
            Found::Nothing
        );
        assert_eq!(
            routes.find("GET", "/v1/users/", &[], &HeaderMap::new()),
            Found::Nothing
        );
        let methods = BTreeSet::from(["DELETE".to_owned(), "GET".to_owned()]);
        assert_eq!(
            routes.find("PUT", "/v1/users/me", &[], &HeaderMap::new()),
            Found::OtherMethods(methods)
        );
        assert!(matches!(
            routes.find("HEAD", "/v1/users/me", &[], &HeaderMap::new()),
            Found::Operation(1, _)
        ));
    }

    #[test]
    fn a_query_that_belongs_to_the_address_counts() {
        let mut routes = Routes::default();
        let address = |operation: usize, query: &[(&str, &str)]| {
            let own =
                |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
            let query = query.iter().map(own).collect();
            Route {
                query,
                ..route(operation, "GET", segments_of("", &[text("/run")], |_| false))
            }
        };
        let mut both = vec![address(0, &[]), address(1, &[("action", "stop")])];
        both.sort_by_key(Route::vagueness);
        routes.by_segments.insert(1, both);
        let stop = [("action".to_owned(), "stop".to_owned())];
        assert!(matches!(
            routes.find("GET", "/run", &stop, &HeaderMap::new()),
            Found::Operation(1, _)
        ));
        assert!(matches!(
            routes.find("GET", "/run", &[], &HeaderMap::new()),
            Found::Operation(0, _)
        ));
    }

    #[test]
    fn several_variables_in_one_segment() {
        let parts =
            [text("/at/"), PathPart::Parameter(0), text("..."), PathPart::Parameter(1)];
        let routes = routes(&[("GET", &parts)]);
        let values = BTreeMap::from([(0, "main".to_owned()), (1, "topic.x".to_owned())]);
        assert_eq!(
            routes.find("GET", "/v1/at/main...topic.x", &[], &HeaderMap::new()),
            Found::Operation(0, values)
        );
        assert_eq!(
            routes.find("GET", "/v1/at/main", &[], &HeaderMap::new()),
            Found::Nothing
        );
    }

    #[test]
    fn the_base_path_is_that_of_the_server() {
        for (url, path) in [
            ("https://example.com", ""),
            ("https://example.com/", ""),
            ("https://example.com/a/b/", "/a/b"),
            ("/a", "/a"),
            ("", ""),
            ("//example.com/x", "/x"),
        ] {
            assert_eq!(base_path(&server(url)), path, "{url}");
        }
    }
}
