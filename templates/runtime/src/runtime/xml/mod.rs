//! XML both ways, through the tables of values: one piece of code for all types.

#[cfg(feature = "xml")]
mod decode;
#[cfg(feature = "xml")]
mod encode;
#[cfg(feature = "xml")]
mod tree;

#[cfg(feature = "xml")]
pub(crate) use decode::read;
#[cfg(feature = "xml")]
pub(crate) use encode::encode;
#[cfg(not(feature = "xml"))]
pub(crate) use missing::{encode, read};

/// How a value stands in XML (OpenAPI 3.0, "XML Object").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Xml {
    /// The name of its element or attribute; empty: that of the property.
    pub name: &'static str,
    /// The prefix of the name; empty: none.
    pub prefix: &'static str,
    /// The namespace of the name; empty: none.
    pub namespace: &'static str,
    /// What it is written as.
    pub node: XmlNode,
    /// Whether the items of a list stand in an element of their own.
    pub wrapped: bool,
    /// How each item of a list stands there.
    pub item: Option<&'static Xml>,
}

/// What a value is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum XmlNode {
    /// An element.
    Element,
    /// An attribute of the object's element.
    Attribute,
    /// The text of the object's element.
    Text,
}

impl Xml {
    /// An element with the name of the property.
    pub const NONE: Self = Self {
        name: "",
        prefix: "",
        namespace: "",
        node: XmlNode::Element,
        wrapped: false,
        item: None,
    };

    /// The same with this name.
    #[must_use]
    pub const fn name(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    /// The same with this prefix.
    #[must_use]
    pub const fn prefix(mut self, prefix: &'static str) -> Self {
        self.prefix = prefix;
        self
    }

    /// The same in this namespace.
    #[must_use]
    pub const fn namespace(mut self, namespace: &'static str) -> Self {
        self.namespace = namespace;
        self
    }

    /// The same as an attribute.
    #[must_use]
    pub const fn attribute(mut self) -> Self {
        self.node = XmlNode::Attribute;
        self
    }

    /// The same as the text of the object's element.
    #[must_use]
    pub const fn text(mut self) -> Self {
        self.node = XmlNode::Text;
        self
    }

    /// The same with the items of a list in an element of their own.
    #[must_use]
    pub const fn wrapped(mut self) -> Self {
        self.wrapped = true;
        self
    }

    /// The same with items that stand in this way.
    #[must_use]
    pub const fn item(mut self, item: &'static Self) -> Self {
        self.item = Some(item);
        self
    }
}

/// What stands in for XML in a build without it.
#[cfg(not(feature = "xml"))]
mod missing {
    use super::super::{Deviation, Value, json::Fault};
    use super::Xml;

    const MESSAGE: &str = "XML needs the feature `xml` of this crate";

    pub(crate) fn read(
        _text: &str,
        _value: &mut dyn Value,
        _root: &Xml,
    ) -> Result<Vec<Deviation>, Fault> {
        Err(Fault { path: "$".into(), message: MESSAGE.into() })
    }

    pub(crate) fn encode(_value: &dyn Value, _root: &Xml) -> Result<Vec<u8>, String> {
        Err(MESSAGE.into())
    }
}
