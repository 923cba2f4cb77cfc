//! An API made by hand, and what all tests of the server need.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "a module of several test crates, of which each uses some"
)]

use mock::{Builder, Entry, Mock, Running, Violation, ViolationKind};
use oasmith::ir::*;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};

/// Collects an API piece by piece.
pub struct Maker {
    pub api: Api,
}

pub fn plain(id: TypeId) -> TypeRef {
    TypeRef { id, nullable: false }
}

impl Maker {
    pub fn new() -> Self {
        let server =
            Server { url: "https://api.example.com/v1".into(), ..Server::default() };
        Self { api: Api { servers: vec![server], ..Api::default() } }
    }

    pub fn ty(&mut self, kind: Kind) -> TypeRef {
        let new = Type {
            origin: Origin::ROOT,
            path: Vec::new(),
            docs: Docs::NONE,
            deprecated: false,
            component: false,
            kind,
        };
        plain(self.api.types.add(new))
    }

    pub fn scalar(&mut self, scalar: Scalar) -> TypeRef {
        self.ty(Kind::Scalar(scalar))
    }

    pub fn strings(&mut self, values: &[&str]) -> TypeRef {
        let values = values.iter().map(|wire| EnumValue {
            wire: (*wire).to_owned(),
            name: None,
            docs: Docs::NONE,
        });
        self.ty(Kind::StringEnum(values.collect()))
    }

    pub fn object(&mut self, fields: Vec<Field>) -> TypeRef {
        self.ty(Kind::Struct(Struct { fields, rest: Rest::Unknown }))
    }

    pub fn scheme(&mut self, name: &str, kind: SchemeKind) -> SecurityRequirement {
        let docs = Docs::NONE;
        let scheme =
            SecurityScheme { origin: Origin::ROOT, name: name.into(), docs, kind };
        self.api.security_schemes.push(scheme);
        let index = self.api.security_schemes.len() - 1;
        SecurityRequirement { schemes: vec![(index, Vec::new())] }
    }

    /// Adds an operation; `path` has the names of path parameters in braces.
    pub fn operation(
        &mut self,
        id: &str,
        method: &str,
        path: &str,
        parameters: Vec<Parameter>,
        responses: Vec<Response>,
    ) -> &mut Operation {
        self.api.operations.push(Operation {
            origin: Origin::ROOT,
            id: id.into(),
            group: GroupId(0),
            docs: Docs::NONE,
            facts: Vec::new(),
            deprecated: false,
            sunset: None,
            method: method.into(),
            path: template(path, &parameters),
            parameters,
            body: None,
            responses,
            output: Output::One(OutputShape::Nothing),
            security: Vec::new(),
            servers: Vec::new(),
            pagination: None,
        });
        self.api.operations.last_mut().unwrap()
    }
}

fn template(path: &str, parameters: &[Parameter]) -> PathTemplate {
    let mut parts = Vec::new();
    for piece in path.split('{') {
        let rest = match piece.split_once('}') {
            Some((name, rest)) => {
                let index =
                    parameters.iter().position(|one| one.wire_name == name).unwrap();
                parts.push(PathPart::Parameter(index));
                rest
            }
            None => piece,
        };
        if !rest.is_empty() {
            parts.push(PathPart::Text(rest.into()));
        }
    }
    PathTemplate { text: path.into(), parts, query: Vec::new() }
}

pub fn field(name: &str, ty: TypeRef) -> Field {
    Field {
        wire_name: name.into(),
        origin: Origin::ROOT,
        docs: Docs::NONE,
        ty,
        required: false,
        rank: 0,
        constant: None,
        read_only: false,
        write_only: false,
        secret: false,
        deprecated: false,
        default: None,
        example: None,
        rules: Rules::default(),
        xml: None,
    }
}

pub fn required(name: &str, ty: TypeRef) -> Field {
    Field { required: true, ..field(name, ty) }
}

pub fn parameter(name: &str, place: Place, ty: TypeRef) -> Parameter {
    Parameter {
        origin: Origin::ROOT,
        wire_name: name.into(),
        docs: Docs::NONE,
        place,
        style: match place {
            Place::Path | Place::Header => Style::Simple,
            Place::Query | Place::Cookie => Style::Form,
        },
        explode: matches!(place, Place::Query | Place::Cookie),
        allow_reserved: false,
        nested: Vec::new(),
        secret: false,
        required: place == Place::Path,
        deprecated: false,
        ty,
        default: None,
        example: None,
        rules: Rules::default(),
    }
}

pub fn content(media_type: &str, format: BodyFormat, ty: Option<TypeRef>) -> MediaBody {
    MediaBody {
        origin: Origin::ROOT,
        media_type: media_type.into(),
        format,
        ty,
        xml: None,
        encoding: Vec::new(),
        examples: Vec::new(),
    }
}

pub fn json_of(ty: TypeRef) -> MediaBody {
    content("application/json", BodyFormat::Json, Some(ty))
}

pub fn response(status: u16, contents: Vec<MediaBody>) -> Response {
    Response {
        origin: Origin::ROOT,
        status: StatusPattern::Code(status),
        docs: Docs::NONE,
        contents,
        headers: Vec::new(),
        links: Vec::new(),
    }
}

pub fn takes(contents: Vec<MediaBody>) -> Option<RequestBody> {
    Some(RequestBody { docs: Docs::NONE, required: true, contents })
}

/// A server with a client for it.
pub struct Site {
    pub server: Running,
    pub client: Client,
}

impl Site {
    pub async fn start(api: Api) -> Self {
        Self::with(Mock::builder(api)).await
    }

    pub async fn with(builder: Builder) -> Self {
        let client = Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(std::time::Duration::from_secs(10))
            .build()
            .unwrap();
        Self { server: builder.start().await.unwrap(), client }
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.server.base_url()))
    }

    pub fn get(&self, path: &str) -> RequestBuilder {
        self.request(Method::GET, path)
    }

    pub fn last(&self) -> Entry {
        self.server.journal().last().unwrap()
    }

    /// Sends what must be refused, and gives back the one violation.
    pub async fn refused(&self, request: RequestBuilder, status: u16) -> Violation {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), status);
        assert_eq!(response.headers()["content-type"], "application/problem+json");
        let body: Value = response.json().await.unwrap();
        let entry = self.last();
        assert_eq!(entry.status, Some(status));
        assert_eq!(body["status"], json!(status));
        assert_eq!(body["violations"].as_array().unwrap().len(), entry.violations.len());
        assert_eq!(entry.violations.len(), 1, "{:?}", entry.violations);
        entry.violations[0].clone()
    }

    /// Sends what must be accepted, and gives back the JSON body.
    pub async fn accepted(&self, request: RequestBuilder) -> Value {
        let response = request.send().await.unwrap();
        assert!(response.status().is_success(), "{:?}", self.last().violations);
        response.json().await.unwrap()
    }
}

pub fn is(violation: &Violation, kind: ViolationKind, place: &str, words: &str) {
    assert_eq!(violation.kind, kind, "{violation}");
    assert_eq!(violation.place, place, "{violation}");
    assert!(violation.message.contains(words), "{violation}");
}
