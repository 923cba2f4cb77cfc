//! The closed list of findings.

use super::Severity;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $number:literal $severity:ident,)+) => {
        /// The kind of a finding. `oasmith explain` prints the text given here.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($(#[doc = $doc])+ $name,)+ }

        impl Code {
            /// Every code, by number.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The stable name that users see and search for, such as `OAS0101`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => concat!("OAS", $number),)+ }
            }

            /// How bad a finding of this kind is.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)+ }
            }

            /// The finding in one line: the first sentence of its explanation.
            #[must_use]
            pub fn title(self) -> &'static str {
                let explanation = self.explanation().trim();
                let line = explanation.lines().next().unwrap_or_default();
                match explanation.find(['.', ':']) {
                    Some(end) if end < line.len() => explanation.get(..end).unwrap_or(line).trim(),
                    _ => line.trim(),
                }
            }

            /// The code with this name, in any letter case.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.name().eq_ignore_ascii_case(name))
            }

            /// What the finding means and what to do about it.
            #[must_use]
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc, "\n",)+),)+ }
            }
        }
    };
}

// 01xx load · 02xx dialect · 03xx mend · 04xx lower · 05xx name · 06xx write and
// configuration. A number is never used again for something else.
codes! {
    /// The file cannot be read from disk.
    FileUnreadable = "0101" Error,
    /// The file is neither JSON nor YAML.
    SyntaxError = "0102" Error,
    /// The file is JSON or YAML, but no OpenAPI description: the root is not an object
    /// with an `openapi` or `swagger` key.
    NotOpenApi = "0103" Error,
    /// A key occurs twice in one object. The last one was taken, as most readers do; what
    /// the first one said is lost.
    DoubledKey = "0104" Warning,
    /// In YAML, a list or an object stands where a key should be, often because a key such
    /// as `{id}` lacks its quotes. The member was left out.
    KeyNotScalar = "0105" Warning,
    /// YAML does not allow tabs as indentation. Each was read as one space.
    TabIndent = "0106" Warning,
    /// The file is not UTF-8 (nor UTF-16 with a byte order mark). Bytes that make no
    /// character were replaced.
    NotUtf8 = "0107" Warning,
    /// A `$ref` names a file that cannot be read, or a value that the file does not have.
    /// Paths are relative to the file that the reference is in. Where the SDK needs it,
    /// an error follows.
    MissingFile = "0108" Warning,
    /// A file that the description refers to is neither JSON nor YAML.
    PartSyntaxError = "0109" Warning,
    /// A `$ref` names an address on the network. Nothing is read from there unless it is
    /// allowed with `--allow-remote`; then each file is pinned by its hash in
    /// `oasmith.lock`, so that the same input gives the same crate.
    RemoteReference = "0110" Warning,
    /// A part of a file leads back to itself, in a place where references are replaced by
    /// what they lead to (such as path items). It was left out.
    ReferenceCycle = "0111" Warning,
    /// The lock file that pins files on the network cannot be read.
    LockUnreadable = "0112" Error,
    /// A file on the network holds something else than when it was pinned in
    /// `oasmith.lock`. Look at what changed; remove its line to accept it.
    RemoteChanged = "0113" Error,
    /// A `$ref` names a file outside the folder of the description. Only files below that
    /// folder are read, symbolic links resolved, because a description that comes from
    /// elsewhere should not read the machine it is read on. `--allow-outside DIR` opens a
    /// further folder. Where the SDK needs the file, an error follows.
    OutsideFile = "0114" Warning,
    /// A `$ref` names a folder, a device, a pipe or a socket. Only regular files are read.
    NotRegularFile = "0115" Warning,
    /// A `$ref` names a file that is too large, or all files together are. One file may have
    /// 64 MiB, all together 256 MiB; `--max-file-size` and `--max-total-size` allow more.
    FileTooLarge = "0116" Warning,
    /// The description is too large once references are replaced by what they lead to, as
    /// it happens to path items, callbacks and what is no component: no more than 500,000
    /// values are copied.
    TooMuchCopied = "0117" Error,
    /// A file that should correct the description is no OpenAPI Overlay (1.0 or 1.1), or
    /// one of its steps does not say what to do.
    OverlayInvalid = "0120" Error,
    /// A step of an overlay is about nothing that the description has: the description has
    /// changed, perhaps so that the correction is no longer needed.
    OverlayWithoutTarget = "0121" Warning,
    /// The description's `openapi` or `swagger` version is not one this generator knows
    /// (2.0, 3.0.x, 3.1.x, 3.2.x).
    UnknownVersion = "0201" Error,
    /// A keyword of JSON Schema says something that Rust types cannot: it is told, not
    /// checked. `docs/support.md` says what becomes of each.
    ApproximatedKeyword = "0202" Note,
    /// A keyword, or a form of it, belongs to another version of OpenAPI than the document
    /// says it has. It is understood as in that version.
    ForeignKeyword = "0203" Warning,
    /// An operation describes more than one request body.
    SeveralBodies = "0204" Warning,
    /// A `$ref` leads to nothing. It costs only what it names: a schema is any value, a
    /// response has no description, a body is any JSON, and a parameter, header, example or
    /// link is left out.
    DanglingReference = "0302" Warning,
    /// Components that are nothing but references to each other.
    AliasCycle = "0303" Warning,
    /// A `$ref` leads to an object of another kind than is needed there.
    MisplacedReference = "0304" Warning,
    /// A key that no version of OpenAPI has. It is left aside.
    UnknownKey = "0305" Note,
    /// A value of the wrong JSON type: a string where a number belongs, a number where a
    /// string belongs, `null`, one value where a list belongs. It is converted where the
    /// meaning is clear, else left out.
    WrongValueType = "0306" Warning,
    /// The description has no `info`, or it lacks its title or version.
    MissingInfo = "0307" Warning,
    /// The description has no `paths`.
    MissingPaths = "0308" Warning,
    /// An operation has no `responses`. Any answer is given to the caller as it comes.
    MissingResponses = "0309" Warning,
    /// A response has no `description`.
    MissingDescription = "0310" Warning,
    /// `required` stands on a property, not in the list of its parent; it was moved there.
    RequiredOnProperty = "0311" Warning,
    /// A `type` that JSON Schema does not have. It is mapped where the meaning is clear;
    /// else any value is allowed.
    UnknownType = "0312" Warning,
    /// The `type` contradicts the rest of the schema; any value is allowed.
    ContradictoryType = "0313" Warning,
    /// An array does not say what its items are; they may be anything.
    ArrayWithoutItems = "0314" Warning,
    /// The values of an `enum` are not of the schema's type, or occur twice.
    EnumValues = "0315" Warning,
    /// A `default` is not of the schema's type. It is converted, or left out.
    DefaultType = "0316" Warning,
    /// A `pattern` is no regular expression that `regex-lite` understands (it has no
    /// look-around and no Unicode classes). It is not checked.
    UnsupportedPattern = "0317" Note,
    /// A `format` that this generator does not know. The value stays what `type` says.
    UnknownFormat = "0318" Note,
    /// A keyword that says nothing about values of the schema's type. It is left aside.
    InapplicableKeyword = "0320" Note,
    /// Limits that no value can keep to, or that say nothing.
    ImpossibleLimit = "0321" Warning,
    /// A path variable that no parameter declares. It is taken to be a string.
    UndeclaredPathParameter = "0322" Warning,
    /// A path parameter that the path has no variable for. It is left out.
    UnusedPathParameter = "0323" Warning,
    /// A path parameter is spelled differently from its variable in the path.
    MisspelledPathParameter = "0324" Warning,
    /// A parameter is declared twice; the first one counts.
    DuplicateParameter = "0325" Warning,
    /// A parameter lacks a name, a place or a schema, or has ones that cannot be.
    BrokenParameter = "0326" Warning,
    /// Several operations have one `operationId`; those after the first got another.
    DuplicateOperationId = "0327" Warning,
    /// An operation has no `operationId`; one was made from its method and path.
    MissingOperationId = "0328" Warning,
    /// A key of `responses` is no status code. It is corrected where the meaning is
    /// clear, else left out.
    BadStatus = "0329" Warning,
    /// A media type is misspelled, empty, or several in one.
    BadMediaType = "0330" Warning,
    /// A name has spaces at its ends.
    UntrimmedName = "0331" Warning,
    /// A path holds a query or a fragment. A fixed query is sent as such.
    QueryInPath = "0332" Warning,
    /// A path does not begin with a slash, or its braces do not match.
    BrokenPath = "0333" Warning,
    /// Two paths are one and the same after repair; the first one counts.
    DuplicatePath = "0334" Warning,
    /// A security scheme or requirement lacks what it needs, or names what is not there.
    BrokenSecurity = "0335" Warning,
    /// A server, link, tag or other small part lacks what it needs and was left out.
    BrokenPart = "0336" Warning,
    /// Something nests so deep that no program is meant to read it; any value is allowed.
    TooDeep = "0337" Warning,
    /// An operation cannot be generated.
    UnreadableOperation = "0338" Error,
    /// An operation was left out, as was asked for.
    OperationLeftOut = "0339" Warning,
    /// A component cannot be read; any value is allowed in its place.
    UnreadableComponent = "0340" Warning,
    /// A schema has `properties` or `items` and no `type`. By the book it also takes values
    /// of any other type; the SDK takes it for an object or an array.
    TypeAssumed = "0341" Note,
    /// The address of a server, or of the tokens for it, holds a user or password, a query
    /// or a fragment. That part is left out, so that no password is written into the crate:
    /// give credentials where the client is made.
    AddressPart = "0342" Warning,
    /// `allOf` leads back to the schema that it stands in. That part of it is left out.
    RecursiveAllOf = "0401" Warning,
    /// A schema is only another name of itself, directly or through others. Any value is
    /// taken in its place.
    SchemaAliasCycle = "0402" Warning,
    /// Schemas that hold at the same time say different things about the same value, so
    /// that the SDK takes any value there.
    ConflictingSchemas = "0403" Note,
    /// Enum values of mixed types, or numbers and booleans, are documented; the SDK's type
    /// is that of the values.
    EnumApproximated = "0404" Note,
    /// Several lists of alternatives (`oneOf`, `anyOf`) hold at once. The SDK has one type
    /// with the properties of all of them.
    ChoiceApproximated = "0405" Note,
    /// A `discriminator` does not tell the alternatives apart. The SDK takes the one that
    /// fits best.
    DiscriminatorUnusable = "0406" Note,
    /// A `discriminator` maps a value to a schema that is none of the alternatives.
    DiscriminatorMapping = "0407" Warning,
    /// A list with a type for each place (a tuple) is a list of one type that fits all.
    TupleApproximated = "0408" Note,
    /// A keyword of the description has no effect on the SDK.
    KeywordIgnored = "0409" Note,
    /// An extension of the description has no effect on the SDK.
    ExtensionIgnored = "0410" Note,
    /// A required property leads back to its own type, so that no value could ever be
    /// built. It is optional in the SDK.
    RequiredCycle = "0411" Note,
    /// A name is required that is not among the properties. The SDK does not ask for it.
    RequiredUndeclared = "0412" Note,
    /// A rule is documented but not checked by the SDK.
    RuleUnchecked = "0413" Note,
    /// A pattern is beyond the SDK's regular expressions and is not checked.
    PatternLeftOut = "0414" Note,
    /// A format means something for the SDK only with another type.
    FormatApproximated = "0415" Note,
    /// Properties whose types follow from patterns of their names are kept as any value.
    PatternPropertiesApproximated = "0416" Note,
    /// No value fits a schema (`false` or `not: {}`).
    NeverSchema = "0417" Note,
    /// A `$ref` to a schema leads nowhere. Any value is taken in its place.
    DanglingSchema = "0418" Warning,
    /// A list or map holds nothing but itself. Any value is taken inside.
    EndlessList = "0419" Note,
    /// Raw bytes cannot stand inside JSON. They are text in the SDK.
    BytesInJson = "0420" Note,
    /// A parameter is not sent by the SDK: OpenAPI says to ignore it, or it has no name.
    ParameterIgnored = "0421" Note,
    /// A kind of credentials that this generator does not know.
    SecuritySchemeUnknown = "0422" Note,
    /// A security scheme is used that is not declared.
    SecuritySchemeUndeclared = "0423" Warning,
    /// Of a media type in several versions, one was chosen.
    MediaTypeVersionsLeftOut = "0424" Note,
    /// Of several media types with the same schema, the SDK uses one.
    MediaTypesLeftOut = "0425" Note,
    /// A body has a schema, but its media type is none that the SDK decodes: it is text or
    /// bytes.
    BodyUntyped = "0426" Note,
    /// An XML body is text in the SDK, because XML cannot hold what its schema says.
    XmlAsText = "0427" Note,
    /// A response to HEAD has no body, whatever the description says.
    BodyOfHead = "0428" Note,
    /// The configuration of pages names a parameter or property that is not there.
    PageSettingUnusable = "0429" Warning,
    /// A header parameter has a name that no HTTP header can have. It is left out where it
    /// is optional; an operation that requires it cannot be generated.
    HeaderName = "0430" Warning,
    /// A header that says where a request goes and how its body is framed (`Host`,
    /// `Content-Length`, `Transfer-Encoding`, `Connection`) is described as a parameter. The
    /// transport sends it.
    HeaderOfTransport = "0431" Note,
    /// The description has so many operations or types, or so many properties, values or
    /// alternatives in one place, that the crate will be slow to compile.
    SlowToCompile = "0432" Note,
    /// The generated crate cannot be written to disk.
    CannotWrite = "0601" Error,
    /// The configuration file cannot be read from disk.
    ConfigUnreadable = "0602" Error,
    /// The configuration is no TOML, or holds a setting that does not exist or does not
    /// take this value.
    ConfigInvalid = "0603" Error,
    /// There is something in the folder for the crate that this generator did not write
    /// and that a file of the crate would replace. Nothing was written.
    InTheWay = "0604" Error,
    /// The crate on disk is not what the description and the configuration give.
    OutOfDate = "0605" Error,
    /// A file of the crate was edited since it was generated. It is kept as it is, and may
    /// no longer fit the rest. Change the description or the configuration in its place, or
    /// write over it with `--force`. The `version` in `Cargo.toml` may be edited: the rest
    /// of that file is still kept up to date.
    EditedFile = "0606" Warning,
    /// Another run writes to the same folder and does not end. Nothing was written.
    Busy = "0607" Error,
}
