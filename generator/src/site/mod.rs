//! The API as pages for a browser: a folder of files that needs no server.
//!
//! The parts of a page are worked out as data (`view`), and the templates in
//! `templates/site/` only say how that looks. Nothing on a page is fetched from another host.

mod curl;
mod highlight;
mod links;
mod models;
mod operation;
mod render;
mod rust;
mod samples;
mod search;
mod start;
mod tree;
mod view;
mod words;

use crate::emit::{Environment, SourceFile};
use crate::ir::TypeRef;
use crate::name::Named;
use crate::sample::{Direction, Maker, Variety};
use links::Links;
use rayon::prelude::*;
use render::Renderer;
use serde_json::Value;
use view::{Group, Link};
use words::Words;

/// What pages say of the SDK beside the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The name of the crate.
    pub package: String,
    /// The name of its program.
    pub command: String,
    /// Where credentials are looked for.
    pub environment: Environment,
}

/// All that a page can show.
struct Site<'a> {
    named: &'a Named,
    document: &'a Value,
    about: &'a About,
    links: Links,
    words: Words,
}

/// So many values an example has; beyond them, only what is required is made.
const MOST_VALUES: u32 = 120;

impl Site<'_> {
    /// Makes values that are shown; the same description always gives the same ones.
    fn maker(&self, direction: Direction) -> Maker<'_> {
        Maker {
            types: &self.named.api.types,
            direction,
            document: Some(self.document),
            random: fastrand::Rng::with_seed(7),
            variety: Variety::Plain,
            examples: true,
            number: 1,
            budget: MOST_VALUES,
        }
    }

    /// An example of a type.
    fn made(&self, ty: TypeRef, direction: Direction) -> Value {
        self.maker(direction).value(ty, "")
    }

    fn group_title(&self, index: usize) -> String {
        let tag = self.named.api.groups.get(index).map(|group| group.tag.as_str());
        match tag {
            Some("") | None => "Operations".to_owned(),
            Some(tag) => tag.to_owned(),
        }
    }
}

/// The files of the site.
///
/// # Errors
///
/// When a template is wrong, which no description can cause.
pub fn site(
    named: &Named,
    document: &Value,
    about: &About,
) -> Result<Vec<SourceFile>, minijinja::Error> {
    let (links, words) = (Links::new(&named.api), Words::new());
    let site = Site { named, document, about, links, words };
    let groups = groups(&site);
    let models = models::in_order(&site);
    let users = models::Users::new(&site);
    let renderer = Renderer::new(&site, &groups)?;
    let order: Vec<usize> = named
        .names
        .groups
        .iter()
        .flat_map(|group| group.operations.iter().copied())
        .collect();
    let mut files = render::assets();
    let index = search::script(&site, &models);
    files.push(SourceFile { path: "assets/search-index.js".to_owned(), text: index });
    files.push(renderer.start(&start::page(&site, models.len()))?);
    files.push(renderer.authentication(&start::schemes(&site))?);
    files.push(renderer.operations(&groups)?);
    let all: Vec<Link> =
        models.iter().filter_map(|id| models::link(&site, *id)).collect();
    files.push(renderer.models(&all)?);
    let pages = order.par_iter().enumerate().filter_map(|(place, index)| {
        let operation = named.api.operations.get(*index)?;
        let mut page = operation::page(&site, *index, operation, beside(&order, place));
        let group = groups.iter().position(|group| group.index == operation.group.0);
        page.place = group.unwrap_or_default();
        Some(renderer.operation(&page))
    });
    files.extend(pages.collect::<Result<Vec<_>, _>>()?);
    let pages = models.par_iter().enumerate().map(|(place, id)| {
        renderer.model(&models::page(&site, &users, *id, beside(&models, place)))
    });
    files.extend(pages.collect::<Result<Vec<_>, _>>()?);
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

/// What comes before and after a place in a list.
fn beside<T: Copy>(list: &[T], place: usize) -> [Option<T>; 2] {
    let at = |index: Option<usize>| index.and_then(|index| list.get(index).copied());
    [at(place.checked_sub(1)), at(place.checked_add(1))]
}

fn groups(site: &Site<'_>) -> Vec<Group> {
    let api = &site.named.api;
    let names = site.named.names.groups.iter().enumerate();
    let names = names.filter(|(_, name)| !name.operations.is_empty());
    names
        .map(|(index, name)| {
            let operations = name.operations.iter().filter_map(|operation| {
                Some(operation::entry(site, *operation, api.operations.get(*operation)?))
            });
            let href = site.links.group(index).to_owned();
            Group {
                index,
                title: site.group_title(index),
                anchor: href.rsplit('#').next().unwrap_or_default().to_owned(),
                href,
                words_html: api
                    .groups
                    .get(index)
                    .map(|group| site.words.of(&group.docs))
                    .unwrap_or_default(),
                operations: operations.collect(),
            }
        })
        .collect()
}
