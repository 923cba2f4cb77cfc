//! Where decoding is: kept on the stack, written out only where there is something to say.

use crate::runtime::Field;
use std::fmt::Write as _;

/// A place in what is decoded: a step from the place around it.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    around: Option<&'a Self>,
    step: Step<'a>,
    /// Whether it is in a secret, whose text must not be shown.
    is_secret: bool,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Root,
    Name(&'a str),
    Index(usize),
}

impl Place<'_> {
    /// The outermost value.
    pub(crate) const ROOT: Self =
        Self { around: None, step: Step::Root, is_secret: false };

    /// A property.
    pub(crate) fn field(&self, field: &'static Field) -> Place<'_> {
        let is_secret = self.is_secret || field.is(Field::SECRET);
        Place { around: Some(self), step: Step::Name(field.name), is_secret }
    }

    /// A value by name.
    pub(crate) fn name<'a>(&'a self, name: &'a str) -> Place<'a> {
        let is_secret = self.is_secret;
        Place { around: Some(self), step: Step::Name(name), is_secret }
    }

    /// An item of a list.
    pub(crate) fn index(&self, index: usize) -> Place<'_> {
        let is_secret = self.is_secret;
        Place { around: Some(self), step: Step::Index(index), is_secret }
    }

    /// Whether it is in a secret.
    pub(crate) fn is_secret(&self) -> bool {
        self.is_secret
    }

    /// As a JSON pointer (RFC 6901).
    pub(crate) fn pointer(&self) -> String {
        let mut pointer = self.around.map_or_else(String::new, Place::pointer);
        match self.step {
            Step::Root => {}
            Step::Name(name) => {
                pointer.push('/');
                pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
            }
            Step::Index(index) => {
                // Writing to a text cannot fail.
                let _ = write!(pointer, "/{index}");
            }
        }
        pointer
    }
}
