//! How results come in pages, found from parameters and the shape of a page.

use crate::config::{Config, PaginationSetting as PageSetting};
use crate::diagnostic::{Code, Diagnostics};
use crate::ir::{
    Field, Kind, Operation, Output, OutputShape, PageStyle, Pagination, Parameter,
    Place, Scalar, TypeId, TypeRef, Types,
};
use serde_json::Value;

const PAGE: &[&str] =
    &["page", "pagenum", "pagenumber", "pageno", "pageindex", "currentpage", "pageid"];
const SIZE: &[&str] = &[
    "itemsperpage",
    "perpage",
    "pagesize",
    "limit",
    "pagelimit",
    "size",
    "maxresults",
    "resultsperpage",
    "maxitems",
    "count",
    "take",
    "top",
    "first",
];
const OFFSET: &[&str] =
    &["offset", "skip", "start", "startindex", "startat", "pageoffset", "from"];
const CURSOR: &[&str] = &[
    "cursor",
    "pagetoken",
    "nexttoken",
    "nextpagetoken",
    "nextcursor",
    "after",
    "startingafter",
    "continuation",
    "continuationtoken",
    "marker",
    "pagecursor",
    "startcursor",
    "startkey",
    "exclusivestartkey",
    "scrollid",
    "bookmark",
    "pageafter",
    "pagingtoken",
    "page",
    "pageid",
    "next",
    "token",
];
/// Names of what may be a place in a list, or the start of a span of time.
const VAGUE: &[&str] = &["start", "from"];
/// What stands beside the start of a span of time.
const RANGE_END: &[&str] = &["end", "to", "until", "stop", "finish"];
const NEXT: &[&str] = &[
    "nextcursor",
    "nextpagetoken",
    "nexttoken",
    "nextpage",
    "continuation",
    "continuationtoken",
    "nextmarker",
    "nextpagecursor",
    "endcursor",
    "after",
    "next",
    "cursor",
    "lastevaluatedkey",
    "scrollid",
    "bookmark",
    "pagingtoken",
    "nextbookmark",
    "cursornext",
];
const NEXT_URL: &[&str] = &[
    "next",
    "nexturl",
    "nextlink",
    "nextpageurl",
    "nextpageuri",
    "nextpage",
    "odatanextlink",
    "nexthref",
];
/// Those that can be nothing else.
const CLEAR_NEXT_URL: &[&str] =
    &["nexturl", "nextlink", "nextpageurl", "nextpageuri", "odatanextlink", "nexthref"];
const ITEMS: &[&str] = &[
    "results",
    "items",
    "data",
    "values",
    "records",
    "entries",
    "list",
    "content",
    "elements",
    "objects",
    "value",
    "result",
    "rows",
    "hits",
    "resources",
];

/// Finds how an operation pages.
pub(super) fn find(
    operation: &Operation,
    types: &Types,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<Pagination> {
    let Output::One(OutputShape::Typed(page)) = operation.output else { return None };
    let found = Finder { operation, types, page };
    if let Some(setting) = config.pagination.get(&operation.id) {
        let set = found.configured(setting);
        if set.is_none() && *setting != PageSetting::None {
            let message =
                format!("the pages of `{}` are not as configured", operation.id);
            diagnostics.report(Code::PageSettingUnusable, &operation.origin, message);
        }
        return set;
    }
    match operation.method.as_str() {
        "GET" => found.detected(),
        // The first page is asked for by a body, the others by their addresses.
        "POST" => found.addressed(),
        _ => None,
    }
}

struct Finder<'o> {
    operation: &'o Operation,
    types: &'o Types,
    page: TypeRef,
}

/// A name in lower case with nothing but letters and digits.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|one| one.is_ascii_alphanumeric())
        .collect::<String>()
        .to_ascii_lowercase()
}

impl<'o> Finder<'o> {
    fn detected(&self) -> Option<Pagination> {
        let (items, item) = self.items()?;
        let style = self
            .cursor(&items)
            .or_else(|| self.page_number())
            .or_else(|| self.offset())
            .or_else(|| self.links())
            .or_else(|| self.next_url(&items))
            .or_else(|| self.link_header(&items))?;
        Some(Pagination { style, items, item })
    }

    /// Pages whose next one has an address that its name says to be one.
    fn addressed(&self) -> Option<Pagination> {
        let (items, item) = self.items()?;
        let fits = |field: &Field| self.scalar(field.ty.id) == Some(Scalar::String);
        let next = self.search(CLEAR_NEXT_URL, &items, &fits)?;
        let is_sure = self.is_only_list(&items);
        is_sure.then_some(Pagination { style: PageStyle::NextUrl { next }, items, item })
    }

    /// The list in the page: the page itself, a list in it, or a list in an object in it.
    fn items(&self) -> Option<(Vec<String>, TypeRef)> {
        if let Kind::List(item) = self.types.behind_aliases(self.page.id).1.kind {
            return Some((Vec::new(), item));
        }
        let fields = self.fields(self.page.id);
        if let Some((field, item)) = self.best_list(fields) {
            return Some((vec![field.wire_name.clone()], item));
        }
        let mut nested = fields.iter().filter_map(|outer| {
            let (inner, item) = self.best_list(self.fields(outer.ty.id))?;
            Some((vec![outer.wire_name.clone(), inner.wire_name.clone()], item))
        });
        let only = nested.next()?;
        nested.next().is_none().then_some(only)
    }

    /// The list of results among the lists of an object: the one with a name that says so,
    /// or the only one.
    fn best_list(&self, fields: &'o [Field]) -> Option<(&'o Field, TypeRef)> {
        let lists: Vec<(&Field, TypeRef)> = fields
            .iter()
            .filter_map(|field| match self.types.behind_aliases(field.ty.id).1.kind {
                Kind::List(item) => Some((field, item)),
                _ => None,
            })
            .filter(|(field, _)| !is_about_page(&plain(&field.wire_name)))
            .collect();
        let named = ITEMS.iter().find_map(|name| {
            lists.iter().find(|(field, _)| plain(&field.wire_name) == *name)
        });
        match (named, lists.as_slice()) {
            (Some(named), _) => Some(*named),
            (None, [only]) => Some(*only),
            _ => None,
        }
    }

    /// The properties of an object; none for anything else.
    fn fields(&self, id: TypeId) -> &'o [Field] {
        match &self.types.behind_aliases(id).1.kind {
            Kind::Struct(object) => &object.fields,
            _ => &[],
        }
    }

    fn scalar(&self, id: TypeId) -> Option<Scalar> {
        match self.types.behind_aliases(id).1.kind {
            Kind::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    fn is_integer(&self, id: TypeId) -> bool {
        let scalar = self.scalar(id);
        matches!(
            scalar,
            Some(Scalar::Int32 | Scalar::Int64 | Scalar::UInt64 | Scalar::Float64)
        )
    }

    /// The query parameter with the first of these names that there is.
    fn query(&self, names: &[&str], fits: impl Fn(&Parameter) -> bool) -> Option<usize> {
        self.parameter(Place::Query, names, fits)
    }

    fn parameter(
        &self,
        place: Place,
        names: &[&str],
        fits: impl Fn(&Parameter) -> bool,
    ) -> Option<usize> {
        let parameters = || self.operation.parameters.iter().enumerate();
        names.iter().find_map(|name| {
            let mut found = parameters().filter(|(_, one)| {
                one.place == place && is_called(&one.wire_name, name) && fits(one)
            });
            found.next().map(|(index, _)| index)
        })
    }

    fn size(&self) -> Option<usize> {
        self.query(SIZE, |one| self.is_integer(one.ty.id))
    }

    fn page_number(&self) -> Option<PageStyle> {
        let page = self.query(PAGE, |one| self.is_integer(one.ty.id))?;
        let parameter = self.operation.parameters.get(page)?;
        let first = parameter.default.as_ref().and_then(Value::as_i64);
        let minimum =
            || parameter.rules.minimum.as_ref().and_then(serde_json::Number::as_i64);
        let first = first.or_else(minimum).filter(|first| *first >= 0).unwrap_or(1);
        Some(PageStyle::PageNumber { page, size: self.size(), first })
    }

    fn offset(&self) -> Option<PageStyle> {
        let offset = self.query(OFFSET, |one| self.is_integer(one.ty.id))?;
        let limit = self.size();
        // `start` and `from` may be a time; with a limit, and with no end, they are a place
        // in a list.
        let name = plain(&self.operation.parameters.get(offset)?.wire_name);
        let vague = VAGUE.contains(&name.as_str());
        let range = || self.query(RANGE_END, |_| true).is_some();
        // A page that says where the next one starts is not counted through.
        let told = || self.search(NEXT, &[], &|_| true).is_some();
        let sure = !vague || (limit.is_some() && !range() && !told());
        sure.then_some(PageStyle::Offset { offset, limit })
    }

    /// Whether any parameter is about pages, whatever its type.
    fn asks_for_pages(&self) -> bool {
        let names = [PAGE, OFFSET, CURSOR, SIZE].concat();
        let clear: Vec<&str> =
            names.into_iter().filter(|name| !VAGUE.contains(name)).collect();
        self.query(&clear, |_| true).is_some()
    }

    fn cursor(&self, items: &[String]) -> Option<PageStyle> {
        let is_text = |one: &Parameter| {
            matches!(self.scalar(one.ty.id), Some(Scalar::String | Scalar::Base64))
        };
        let of = |place| self.parameter(place, CURSOR, is_text);
        let cursor = of(Place::Query).or_else(|| of(Place::Header))?;
        let fits = |field: &Field| {
            matches!(self.scalar(field.ty.id), Some(Scalar::String | Scalar::Base64))
        };
        if let Some(next) = self.search(NEXT, items, &fits) {
            return Some(PageStyle::Cursor { cursor, next });
        }
        let header = self.token_header()?;
        Some(PageStyle::HeaderCursor { cursor, header })
    }

    /// The header of the answer that holds the token for the next page.
    fn token_header(&self) -> Option<String> {
        let responses = self.operation.responses.iter();
        let mut headers = responses.flat_map(|response| &response.headers);
        let is_token = |name: &str| {
            let name = plain(name);
            NEXT.contains(&name.strip_prefix('x').unwrap_or(&name))
        };
        headers.find(|one| is_token(&one.wire_name)).map(|one| one.wire_name.clone())
    }

    fn next_url(&self, items: &[String]) -> Option<PageStyle> {
        if !self.asks_for_pages() && !self.is_only_list(items) {
            return None;
        }
        let fits = |field: &Field| {
            self.scalar(field.ty.id) == Some(Scalar::String) && !is_token(field)
        };
        Some(PageStyle::NextUrl { next: self.search(NEXT_URL, items, &fits)? })
    }

    /// Whether the object that holds the items holds no other list.
    fn is_only_list(&self, items: &[String]) -> bool {
        let Some((_, holder)) = items.split_last() else { return true };
        let Some((_, id)) = self.property(&holder.join(".")) else { return false };
        let is_list = |field: &&Field| {
            matches!(self.types.behind_aliases(field.ty.id).1.kind, Kind::List(_))
                && !is_about_page(&plain(&field.wire_name))
        };
        self.fields(id).iter().filter(is_list).count() == 1
    }

    /// A property of the page with the first of these names that there is, at most two
    /// objects down.
    fn search(
        &self,
        names: &[&str],
        items: &[String],
        fits: &dyn Fn(&Field) -> bool,
    ) -> Option<Vec<String>> {
        let mut level: Vec<(Vec<String>, &'o [Field])> =
            vec![(Vec::new(), self.fields(self.page.id))];
        for _ in 0..3 {
            for name in names {
                for (path, fields) in &level {
                    let named =
                        |field: &&Field| plain(&field.wire_name) == *name && fits(field);
                    if let Some(field) = fields.iter().find(named) {
                        let mut path = path.clone();
                        path.push(field.wire_name.clone());
                        return Some(path);
                    }
                }
            }
            level = self.below(&level, items);
        }
        None
    }

    /// The objects in those objects that are about paging, or hold the items.
    fn below(
        &self,
        level: &[(Vec<String>, &'o [Field])],
        items: &[String],
    ) -> Vec<(Vec<String>, &'o [Field])> {
        let mut next = Vec::new();
        for (path, fields) in level {
            for field in *fields {
                let inner = self.fields(field.ty.id);
                let mut path = path.clone();
                path.push(field.wire_name.clone());
                let name = plain(&field.wire_name);
                let related = is_about_page(&name)
                    || name.ends_with("next")
                    || name.starts_with("next")
                    || items.starts_with(&path);
                if !inner.is_empty() && related {
                    next.push((path, inner));
                }
            }
        }
        next
    }

    /// A list of objects with `rel` and `href`, in the answer to a question about pages:
    /// by themselves, such links lead to anything.
    fn links(&self) -> Option<PageStyle> {
        if !self.asks_for_pages() {
            return None;
        }
        let fields = self.fields(self.page.id);
        let field = fields.iter().find(|field| {
            let Kind::List(item) = self.types.behind_aliases(field.ty.id).1.kind else {
                return false;
            };
            let parts = self.fields(item.id);
            let has = |name: &str| parts.iter().any(|part| part.wire_name == name);
            has("rel") && has("href")
        })?;
        Some(PageStyle::Links { links: vec![field.wire_name.clone()] })
    }

    /// The header, where the answer is a list, or the question is about pages: one thing
    /// that has a list may have links too.
    fn link_header(&self, items: &[String]) -> Option<PageStyle> {
        let named =
            items.last().is_some_and(|name| ITEMS.contains(&plain(name).as_str()));
        if !items.is_empty() && !named && !self.asks_for_pages() {
            return None;
        }
        let headers =
            self.operation.responses.iter().flat_map(|response| &response.headers);
        let mut headers =
            headers.filter(|header| header.wire_name.eq_ignore_ascii_case("link"));
        headers.next().map(|_| PageStyle::LinkHeader)
    }

    /// What the configuration says, if all that it names is there.
    fn configured(&self, setting: &PageSetting) -> Option<Pagination> {
        let parameter = |name: &str| {
            let mut all = self.operation.parameters.iter();
            all.position(|one| one.place == Place::Query && one.wire_name == name)
        };
        let optional = |name: &Option<String>| match name {
            Some(name) => parameter(name).map(Some),
            None => Some(None),
        };
        let (style, items) = match setting {
            PageSetting::None => return None,
            PageSetting::PageNumber { page, size, first, items } => {
                let (page, size) = (parameter(page)?, optional(size)?);
                (PageStyle::PageNumber { page, size, first: first.unwrap_or(1) }, items)
            }
            PageSetting::Offset { offset, limit, items } => {
                let (offset, limit) = (parameter(offset)?, optional(limit)?);
                (PageStyle::Offset { offset, limit }, items)
            }
            PageSetting::Cursor { cursor, next, items } => {
                let (cursor, next) = (parameter(cursor)?, self.property(next)?);
                (PageStyle::Cursor { cursor, next: next.0 }, items)
            }
            PageSetting::LinkHeader { items } => (PageStyle::LinkHeader, items),
            PageSetting::NextUrl { next, items } => {
                (PageStyle::NextUrl { next: self.property(next)?.0 }, items)
            }
            PageSetting::Links { links, items } => {
                (PageStyle::Links { links: self.property(links)?.0 }, items)
            }
        };
        let (items, list) = self.property(items.as_deref().unwrap_or_default())?;
        let Kind::List(item) = self.types.behind_aliases(list).1.kind else {
            return None;
        };
        Some(Pagination { style, items, item })
    }

    /// The property at a path of names with dots between them; the page itself when empty.
    fn property(&self, path: &str) -> Option<(Vec<String>, TypeId)> {
        let mut at = self.page.id;
        let mut names = Vec::new();
        for name in path.split('.').filter(|name| !name.is_empty()) {
            at = self.fields(at).iter().find(|field| field.wire_name == name)?.ty.id;
            names.push(name.to_owned());
        }
        Some((names, at))
    }
}

/// Whether the words about a property say that it is no address but a token.
fn is_token(field: &Field) -> bool {
    let words = field.docs.description.to_ascii_lowercase();
    let says = |all: &[&str]| all.iter().any(|word| words.contains(word));
    says(&["token", "cursor"]) && !says(&["url", "uri", "link"])
}

/// Whether a parameter has this name, by itself (`page[size]`, `$skip`), or as a part of
/// something about the whole list (`filter.page`); `created[after]` is about something else.
fn is_called(wire_name: &str, name: &str) -> bool {
    if plain(wire_name) == name {
        return true;
    }
    let parts = wire_name.trim_end_matches(']').rsplit_once(['[', '.']);
    let Some((owner, last)) = parts else { return false };
    let owners =
        ["page", "paging", "pagination", "filter", "query", "options", "params"];
    owners.contains(&plain(owner).as_str()) && plain(last) == name
}

/// Whether a property is about the page, not its results.
fn is_about_page(name: &str) -> bool {
    let words = [
        "link",
        "meta",
        "paging",
        "pagination",
        "page",
        "cursor",
        "error",
        "warning",
        "includes",
    ];
    words.iter().any(|word| name.starts_with(word)) || name == "responsemetadata"
}
