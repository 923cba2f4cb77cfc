//! The side tables: every Rust name, by the index of the item in the IR.

use crate::ir::{GroupId, TypeId};

/// All Rust names of an API.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// By [`TypeId::index`]; a type that is no item of its own has an empty name.
    pub types: Vec<TypeName>,
    /// The files of `src/types/`, in order of their first type.
    pub type_modules: Vec<TypeModule>,
    /// By [`GroupId`].
    pub groups: Vec<GroupName>,
    /// By the index in [`crate::ir::Api::operations`].
    pub operations: Vec<OperationName>,
    /// By the index in [`crate::ir::Api::webhooks`].
    pub webhooks: Vec<WebhookName>,
    /// The enums that several owners say.
    pub shared: Vec<SharedEnum>,
    /// Whether any name has characters beyond ASCII.
    pub beyond_ascii: bool,
}

/// The file in which a type stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Home {
    /// None: the type is written in place.
    #[default]
    None,
    /// As the component of this file of [`Names::type_modules`], known as `types::Name`.
    Component(usize),
    /// In this file of [`Names::type_modules`], known as `types::module::Name`.
    Types(usize),
    /// In the file of this operation.
    Operation(usize),
    /// In `webhooks.rs`.
    Webhooks,
}

/// The names of a type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypeName {
    /// The Rust type.
    pub ident: String,
    /// Where it stands.
    pub home: Home,
    /// The enum that it is an alias of, as it has the same values.
    pub shared: Option<Shared>,
    /// The fields of a struct or the variants of an enum or union, in the IR's order.
    pub members: Vec<String>,
}

/// What an inline enum is an alias of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// A component with the same values.
    Component(TypeId),
    /// The enum with this index in [`Names::shared`].
    Enum(usize),
}

/// An enum that several owners say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedEnum {
    /// The Rust type, known as `types::Ident`.
    pub ident: String,
    /// Its file, of [`Names::type_modules`].
    pub module: usize,
    /// The first of those that are the same, whose words and members it has.
    pub of: TypeId,
}

/// A file of `src/types/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypeModule {
    /// The module, which is also the file's stem.
    pub module: String,
    /// The types in it, in the IR's order.
    pub types: Vec<TypeId>,
}

/// The names of a group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupName {
    /// The struct.
    pub ident: String,
    /// The method of the client that gives it.
    pub accessor: String,
    /// The module, which is also the stem of the file and the name of the folder.
    pub module: String,
    /// The feature of the crate that turns it on, where there are several groups.
    pub feature: String,
    /// The operations in it, in the IR's order.
    pub operations: Vec<usize>,
}

/// The names of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationName {
    /// The group it is in.
    pub group: GroupId,
    /// The module, which is also the file's stem.
    pub module: String,
    /// The method of the group.
    pub method: String,
    /// The builder.
    pub builder: String,
    /// The struct of parameters and body.
    pub params: String,
    /// The enum of results, for [`crate::ir::Output::Many`].
    pub output: String,
    /// The variants of `output`, by case.
    pub output_cases: Vec<String>,
    /// The enum of request bodies, where there are several media types.
    pub body: String,
    /// The variants of `body`, by content.
    pub body_contents: Vec<String>,
    /// The parameters, both as fields of `params` and as methods of the builder.
    pub parameters: Vec<String>,
    /// The types that stand in the operation's file, in the IR's order.
    pub types: Vec<TypeId>,
}

/// The names of a webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookName {
    /// The function that reads what it carries.
    pub parse: String,
}
