//! Code as the generator writes it: one operation, its models, enums and unions.

use crate::runtime::{
    self, Any, Api, BodyTable, Call, Client, DateTime, Field, Format, IntegerEnum,
    Model, Nullable, Number, Open, OpenInteger, Operation, Parameter, Parts, Place,
    Request, RequestMedia, ResponseMedia, ResponseTable, Rules, Scheme, SchemeKind,
    Server, ServerVariable, Status, StringEnum, Style, Table, Told, Unknown, Value,
    blank, model, union,
};
use std::collections::BTreeMap;

macro_rules! table_model {
    ($(#[$docs:meta])* $name:ident: $rest:ident $rest_type:ty { $($index:literal $field:ident: $type:ty = $wire:literal $flags:expr, $rules:expr;)* }) => {
        $(#[$docs])*
        #[derive(Default)]
        pub(super) struct $name {
            $(pub(super) $field: $type,)*
            pub(super) $rest: $rest_type,
        }

        impl Model for $name {
            fn table() -> &'static Table {
                static TABLE: Table = Table {
                    name: stringify!($name),
                    parts: Parts::Fields(
                        &[$(Field { name: $wire, flags: $flags, rules: $rules, xml: None },)*],
                    ),
                };
                &TABLE
            }

            fn field(&self, index: usize) -> &dyn Value {
                match index {
                    $($index => &self.$field,)*
                    _ => &self.$rest,
                }
            }

            fn field_mut(&mut self, index: usize) -> &mut dyn Value {
                match index {
                    $($index => &mut self.$field,)*
                    _ => &mut self.$rest,
                }
            }
        }

        model!($name);
    };
}

table_model!(Page: unknown Unknown {
    0 results: Vec<Thing> = "results" Field::REQUIRED, None;
    1 total: Option<i64> = "totalCount" 0, Some(&Rules { minimum: Some(Number::Integer(0)), ..Rules::NONE });
});

table_model!(Thing: unknown Unknown {
    0 id: String = "id" Field::REQUIRED, Some(&Rules { pattern: Some("^[a-f0-9]{4}$"), ..Rules::NONE });
    1 kind: Option<Open<Kind>> = "typeName" 0, None;
    2 level: Option<OpenInteger<Level>> = "level" 0, None;
    3 at: Option<DateTime> = "at" Field::READ_ONLY, None;
    4 ratio: Option<f64> = "ratio" 0, None;
    5 note: Option<Nullable<String>> = "note" 0, None;
    6 owner: Nullable<String> = "owner" 0, None;
    7 parts: Option<Vec<Thing>> = "parts" 0, None;
    8 password: Option<String> = "password" Field::SECRET | Field::WRITE_ONLY, None;
    9 labels: Option<BTreeMap<String, String>> = "labels" 0, None;
    10 wide: Option<i128> = "wide" 0, None;
    11 small: Option<i32> = "small" 0, None;
    12 any: Option<Any> = "any" 0, None;
    13 next: Option<Box<Thing>> = "next" 0, None;
});

table_model!(Fault: unknown Unknown {
    0 code: String = "errorCode" Field::REQUIRED, None;
});

table_model!(Cat: unknown Unknown {
    0 lives: i64 = "lives" Field::REQUIRED, None;
});

table_model!(Dog: unknown Unknown {
    0 kind: String = "petType" Field::REQUIRED, None;
    1 bark: Option<bool> = "bark" 0, None;
});

table_model!(Counts: additional_properties BTreeMap<String, i64> {
    0 name: Option<String> = "name" 0, None;
});

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub(super) enum Kind {
    ReplicaSet,
    ConfigServer,
}

impl StringEnum for Kind {
    const VALUES: &'static [(&'static str, Self)] =
        &[("REPLICA_SET", Self::ReplicaSet), ("CONFIG_SERVER", Self::ConfigServer)];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub(super) enum Level {
    Low,
    High,
}

impl IntegerEnum for Level {
    const VALUES: &'static [(i64, Self)] = &[(-1, Self::Low), (10, Self::High)];
}

macro_rules! table_union {
    ($name:ident: $how:expr, $count:literal { $($index:literal $variant:ident($type:ty);)* }) => {
        #[non_exhaustive]
        pub(super) enum $name {
            $($variant($type),)*
            Unknown(Any),
        }

        impl Model for $name {
            fn table() -> &'static Table {
                static TABLE: Table = Table {
                    name: stringify!($name),
                    parts: Parts::Variants { told: $how, count: $count },
                };
                &TABLE
            }

            fn active(&self) -> (usize, &dyn Value) {
                match self {
                    $(Self::$variant(value) => ($index, value),)*
                    Self::Unknown(value) => ($count, value),
                }
            }

            fn field_mut(&mut self, index: usize) -> &mut dyn Value {
                match index {
                    $($index => *self = Self::$variant(Default::default()),)*
                    _ => *self = Self::Unknown(Any::Null),
                }
                match self {
                    $(Self::$variant(value) => value,)*
                    Self::Unknown(value) => value,
                }
            }
        }

        union!($name);
    };
}

table_union!(Pet: Told::Discriminator {
    property: "petType",
    mapping: &[("cat", 0), ("kitten", 0), ("dog", 1), ("counts", 2)],
    otherwise: None,
}, 3 {
    0 Cat(Cat);
    1 Dog(Box<Dog>);
    2 Counts(Counts);
});

table_union!(Loose: Told::BestMatch, 5 {
    0 Kind(Open<Kind>);
    1 Number(i64);
    2 Texts(Vec<String>);
    3 Numbers(Vec<f64>);
    4 Thing(Box<Thing>);
});

table_union!(Nest: Told::BestMatch, 2 {
    0 Hard(HardNest);
    1 Soft(SoftNest);
});

table_model!(HardNest: unknown Unknown {
    0 inner: Option<Box<Nest>> = "inner" 0, None;
    1 extra: Option<String> = "extra" 0, None;
    2 list: Option<Vec<i64>> = "list" 0, None;
});

table_model!(SoftNest: unknown Unknown {
    0 inner: Option<Box<Nest>> = "inner" 0, None;
});

table_model!(ListParams: extra_query Unknown {
    0 group: String = "groupId" Field::REQUIRED, Some(&Rules { pattern: Some("^[a-z0-9./%]*$"), max_length: Some(24), ..Rules::NONE });
    1 size: Option<i64> = "itemsPerPage" 0, Some(&Rules { minimum: Some(Number::Integer(1)), maximum: Some(Number::Integer(500)), ..Rules::NONE });
    2 tags: Option<Vec<String>> = "tag" 0, Some(&Rules { max_length: Some(5), max_items: Some(3), ..Rules::NONE });
    3 filter: Option<Thing> = "filter" 0, None;
    4 trace: Option<Vec<String>> = "X-Trace" 0, None;
    5 session: Option<String> = "session" 0, None;
    6 body: Option<Thing> = "body" 0, None;
});

impl Request for ListParams {
    type Output = Page;
    fn operation() -> &'static Operation {
        &LIST
    }
}

const fn parameter(
    name: &'static str,
    place: Place,
    style: Style,
    explode: bool,
) -> Parameter {
    Parameter { name, place, style, explode, allow_reserved: false, nested: &[] }
}

pub(super) static LIST: Operation = Operation {
    id: "listThings",
    group: "Things",
    method: "POST",
    template: "/groups/{groupId}/things",
    query: &[],
    parameters: &[
        parameter("groupId", Place::Path, Style::Simple, false),
        parameter("itemsPerPage", Place::Query, Style::Form, true),
        parameter("tag", Place::Query, Style::Form, true),
        parameter("filter", Place::Query, Style::DeepObject, true),
        parameter("X-Trace", Place::Header, Style::Simple, false),
        parameter("session", Place::Cookie, Style::Form, true),
    ],
    body: Some(&BodyTable {
        required: false,
        contents: &[RequestMedia {
            media_type: "application/json",
            format: Format::Json,
            encoding: &[],
        }],
    }),
    accept: "application/vnd.things.2025-03-12+json",
    responses: &[
        ResponseTable {
            status: Status::Code(200),
            contents: &[ResponseMedia {
                media_type: "application/vnd.things.2025-03-12+json",
                format: Format::Json,
                blank: blank::<Page>,
            }],
        },
        ResponseTable {
            status: Status::Range(4),
            contents: &[ResponseMedia {
                media_type: "application/json",
                format: Format::Json,
                blank: blank::<Fault>,
            }],
        },
    ],
    security: &[],
    servers: &[],
    deprecated: false,
    pages: None,
};

pub(super) static API: Api = Api {
    title: "Things",
    version: "1",
    servers: &[Server {
        url: "https://{region}.things.example/api/v2/",
        variables: &[ServerVariable {
            name: "region",
            default: "eu",
            values: &["eu", "us"],
        }],
    }],
    schemes: &[Scheme { name: "bearer", kind: SchemeKind::Bearer }],
    user_agent: "things/1.0",
    secrets: crate::runtime::SecretNames::NONE,
};

pub(super) type List = Call<ListParams>;

impl Call<ListParams> {
    pub(super) fn of(client: &Client, group: &str) -> Self {
        let params = ListParams { group: group.into(), ..ListParams::default() };
        Self::new(client.clone(), params)
    }

    pub(super) fn with(mut self, change: impl FnOnce(&mut ListParams)) -> Self {
        change(&mut self.params);
        self
    }
}
