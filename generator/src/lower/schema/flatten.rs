//! Merging `allOf`, without recursion: a chain may be thousands of schemas long.

use super::flat::{Choice, Flat, Part, Source};
use super::null::is_null_only;
use super::reference::Unwrapped;
use crate::diagnostic::Code;
use crate::lower::context::Lowering;
use crate::lower::node::Node;
use std::collections::HashSet;

/// What is still to be done while a schema is put together.
enum Step<'a> {
    /// Look at a schema and, before its own keywords, at what it is built on.
    Enter(Part<'a>, bool),
    /// Take its own keywords.
    Absorb(Part<'a>, bool),
}

impl<'a> Lowering<'a> {
    /// Puts a schema together: the parts of `allOf` in order, then the keywords beside it,
    /// so that what comes later, and what is said nearer, wins.
    pub(in crate::lower) fn flatten(&mut self, source: &Source<'a>) -> Flat<'a> {
        let mut flat = Flat::default();
        let mut steps: Vec<Step<'a>> = Vec::new();
        steps.extend(
            source.parts.iter().rev().map(|part| Step::Enter(part.clone(), false)),
        );
        let mut entered = HashSet::new();
        let mut open = HashSet::new();
        while let Some(step) = steps.pop() {
            match step {
                Step::Enter(part, borrowed) => {
                    let address = part.node.address();
                    if !entered.insert(address) {
                        if open.contains(&address) {
                            self.report_recursive(&part.node);
                        }
                        continue;
                    }
                    open.insert(address);
                    self.enter(part, borrowed, &mut steps);
                }
                Step::Absorb(part, borrowed) => {
                    open.remove(&part.node.address());
                    self.absorb(&mut flat, &part.node, borrowed, part.without_unions);
                }
            }
        }
        self.drop_empty_choices(&mut flat, &entered);
        flat
    }

    /// Puts together the schema that a reference leads to.
    pub(in crate::lower) fn flatten_target(&mut self, source: &Source<'a>) -> Flat<'a> {
        match self.unwrap(source) {
            Unwrapped::Reference(target) => self.flatten(&Source::one(target)),
            Unwrapped::Own => self.flatten(source),
        }
    }

    fn enter(&mut self, part: Part<'a>, borrowed: bool, steps: &mut Vec<Step<'a>>) {
        let Part { node, without_unions } = part.clone();
        if let Some(reference) = node.reference() {
            match self.target(reference) {
                Some(target) => {
                    // Closing the reference itself keeps track of what is open.
                    steps.push(Step::Absorb(part, borrowed));
                    steps.push(Step::Enter(Part { node: target, without_unions }, true));
                }
                None => {
                    self.report_dangling(&node, reference);
                    steps.push(Step::Absorb(part, borrowed));
                }
            }
            return;
        }
        let mut below = node.list("allOf");
        if !without_unions {
            below.extend(only_alternatives(&node));
        }
        steps.push(Step::Absorb(part, borrowed));
        let below = below.into_iter().rev();
        steps.extend(
            below.map(|node| Step::Enter(Part { node, without_unions }, borrowed)),
        );
    }

    /// Alternatives that were merged already say nothing more: those of one member, and
    /// those of a base that lists the schema that is built on it.
    fn drop_empty_choices(&self, flat: &mut Flat<'a>, entered: &HashSet<usize>) {
        flat.choices.retain(|choice| {
            let concrete = concrete_members(&choice.members);
            let inside = |node: &Node<'a>| {
                entered.contains(&node.address())
                    || self
                        .resolve(node)
                        .is_some_and(|at| entered.contains(&at.address()))
            };
            !concrete.is_empty() && !concrete.into_iter().any(inside)
        });
    }

    fn report_recursive(&mut self, node: &Node<'a>) {
        let message = "`allOf` refers back to the schema that contains it; that reference is left out";
        self.report(Code::RecursiveAllOf, node, message);
    }

    pub(super) fn report_dangling(&mut self, node: &Node<'a>, reference: &str) {
        let message = format!("`{reference}` has no target; any value is allowed");
        self.report(Code::DanglingSchema, node, message);
    }
}

/// The alternatives that are not just `null`.
fn concrete_members<'n, 'a>(members: &'n [Node<'a>]) -> Vec<&'n Node<'a>> {
    members.iter().filter(|member| !is_null_only(member)).collect()
}

/// The members of `oneOf` and `anyOf` that stand alone, `null` aside: such a list is no
/// choice, and its member holds like one of `allOf`.
fn only_alternatives<'a>(node: &Node<'a>) -> Vec<Node<'a>> {
    let mut alone = Vec::new();
    for key in ["oneOf", "anyOf"] {
        let members = node.list(key);
        let choice = Choice { members, discriminator: None };
        if let [only] = concrete_members(&choice.members).as_slice() {
            alone.push((*only).clone());
        }
    }
    alone
}
