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
    /// The file cannot be read. Check the path and its permissions; the path is relative
    /// to the folder you are in.
    FileUnreadable = "0101" Error,
    /// The file is not valid JSON or YAML. Correct the syntax at the place shown, or just
    /// before it.
    SyntaxError = "0102" Error,
    /// The file is not an OpenAPI document. It is valid JSON or YAML, but its root is not
    /// an object with an `openapi` or `swagger` key.
    NotOpenApi = "0103" Error,
    /// A key appears twice in one object. The last one is used, as most parsers do, and
    /// the first one is lost. Remove one of them.
    DoubledKey = "0104" Warning,
    /// A list or object stands where YAML expects a key. This often happens when a key
    /// such as `{id}` lacks quotes. The entry is left out.
    KeyNotScalar = "0105" Warning,
    /// YAML does not allow tabs as indentation. Each tab is read as one space.
    TabIndent = "0106" Warning,
    /// The file is not UTF-8 (or UTF-16 with a byte order mark). Bytes that are not valid
    /// text are replaced.
    NotUtf8 = "0107" Warning,
    /// A `$ref` points to a file that cannot be read, or to something that file does not
    /// contain. Paths are relative to the file that contains the reference. If the SDK
    /// needs it, an error follows.
    MissingFile = "0108" Warning,
    /// A file that the document refers to is not valid JSON or YAML.
    PartSyntaxError = "0109" Warning,
    /// A `$ref` points to an address on the network. Nothing is read from the network
    /// unless you allow it with `--allow-remote`. Each file is then pinned by its hash in
    /// `oasmith.lock`, so that the same input gives the same crate.
    RemoteReference = "0110" Warning,
    /// Part of a file refers back to itself, in a place where references are replaced by
    /// their targets (such as path items). It is left out.
    ReferenceCycle = "0111" Warning,
    /// The lock file `oasmith.lock`, which pins files on the network, cannot be read.
    LockUnreadable = "0112" Error,
    /// A file on the network has changed since it was pinned in `oasmith.lock`. Look at
    /// what changed. To accept it, remove its line from `oasmith.lock`.
    RemoteChanged = "0113" Error,
    /// A `$ref` points to a file outside the folder of the document. Only files below
    /// that folder are read, with symbolic links resolved, because a document from
    /// elsewhere should not read your machine. `--allow-outside DIR` permits another
    /// folder. If the SDK needs the file, an error follows.
    OutsideFile = "0114" Warning,
    /// A `$ref` points to a folder, device, pipe or socket. Only regular files are read.
    NotRegularFile = "0115" Warning,
    /// A file is too large, or all files together are. One file may have 64 MiB, all
    /// together 256 MiB; `--max-file-size` and `--max-total-size` allow more.
    FileTooLarge = "0116" Warning,
    /// The document is too large once references are replaced by their targets. This
    /// happens to path items, callbacks and everything that is not a component. At most
    /// 500,000 values are copied. Refer to large parts in fewer places.
    TooMuchCopied = "0117" Error,
    /// The overlay is not a valid OpenAPI Overlay (1.0 or 1.1). Either the file is
    /// something else, or one of its actions does not say what to do.
    OverlayInvalid = "0120" Error,
    /// An action of the overlay matches nothing in the document. The document has
    /// changed, perhaps so that the correction is no longer needed.
    OverlayWithoutTarget = "0121" Warning,
    /// This version of OpenAPI is not supported. Supported are Swagger 2.0 and OpenAPI
    /// 3.0.x, 3.1.x and 3.2.x.
    UnknownVersion = "0201" Error,
    /// A JSON Schema keyword says something that Rust types cannot express. It is
    /// documented, but not checked. `docs/support.md` lists what becomes of each keyword.
    ApproximatedKeyword = "0202" Note,
    /// A keyword, or a form of it, belongs to another version of OpenAPI than the one the
    /// document declares. It is read as that other version defines it.
    ForeignKeyword = "0203" Warning,
    /// An operation has more than one request body.
    SeveralBodies = "0204" Warning,
    /// A `$ref` has no target. Only the part that uses it is affected: a schema becomes
    /// any value, a response loses its description, a body becomes any JSON, and a
    /// parameter, header, example or link is left out. Add the missing component, or
    /// correct the name.
    DanglingReference = "0302" Warning,
    /// Some components only refer to each other. Give one of them content of its own.
    AliasCycle = "0303" Warning,
    /// A `$ref` points to an object of the wrong kind.
    MisplacedReference = "0304" Warning,
    /// This key does not exist in any version of OpenAPI. It is ignored. Check the
    /// spelling.
    UnknownKey = "0305" Note,
    /// A value has the wrong JSON type: a string instead of a number, a number instead of
    /// a string, `null`, or one value instead of a list. It is converted if the meaning
    /// is clear, and left out if not.
    WrongValueType = "0306" Warning,
    /// The document has no `info`, or `info` has no title or version.
    MissingInfo = "0307" Warning,
    /// The document has no `paths`.
    MissingPaths = "0308" Warning,
    /// An operation has no `responses`. Any response is returned as it comes.
    MissingResponses = "0309" Warning,
    /// A response has no `description`.
    MissingDescription = "0310" Warning,
    /// `required` is set on a property instead of being listed by its parent. It is moved
    /// there.
    RequiredOnProperty = "0311" Warning,
    /// JSON Schema does not have this `type`. It is mapped to one that exists if the
    /// meaning is clear; if not, any value is allowed.
    UnknownType = "0312" Warning,
    /// The `type` contradicts the rest of the schema. Any value is allowed.
    ContradictoryType = "0313" Warning,
    /// An array does not say what its items are. They may be anything.
    ArrayWithoutItems = "0314" Warning,
    /// Some values of an `enum` do not have the schema's type, or appear twice.
    EnumValues = "0315" Warning,
    /// A `default` does not have the schema's type. It is converted if that is possible,
    /// and left out if not.
    DefaultType = "0316" Warning,
    /// This `pattern` is not a regular expression that `regex-lite` supports (it has no
    /// look-around and no Unicode classes). It is not checked.
    UnsupportedPattern = "0317" Note,
    /// This `format` is unknown. The value keeps the type that `type` gives it.
    UnknownFormat = "0318" Note,
    /// This keyword has no meaning for the schema's type. It is ignored.
    InapplicableKeyword = "0320" Note,
    /// A limit that no value can meet, or that every value meets.
    ImpossibleLimit = "0321" Warning,
    /// No parameter is declared for a variable in the path. It is taken to be a string.
    /// Declare it with `in: path`.
    UndeclaredPathParameter = "0322" Warning,
    /// A path parameter does not appear in the path. It is left out.
    UnusedPathParameter = "0323" Warning,
    /// A path parameter and its variable in the path are spelled differently.
    MisspelledPathParameter = "0324" Warning,
    /// A parameter is declared twice. The first one is used.
    DuplicateParameter = "0325" Warning,
    /// A parameter has no name, no place or no schema, or has one that cannot be.
    BrokenParameter = "0326" Warning,
    /// Several operations have the same `operationId`. All but the first get a new one,
    /// and their methods are named after that. Give each operation its own id.
    DuplicateOperationId = "0327" Warning,
    /// An operation has no `operationId`. One is made from its method and path. Add one
    /// to choose the name of the method.
    MissingOperationId = "0328" Warning,
    /// A key of `responses` is not a status code. It is corrected if the meaning is
    /// clear, and left out if not.
    BadStatus = "0329" Warning,
    /// A media type is misspelled, empty, or several in one.
    BadMediaType = "0330" Warning,
    /// A name begins or ends with spaces. They are removed.
    UntrimmedName = "0331" Warning,
    /// A path contains a query or a fragment. A fixed query is sent as one; the rest is
    /// left out.
    QueryInPath = "0332" Warning,
    /// A path does not begin with a slash, or its braces do not match.
    BrokenPath = "0333" Warning,
    /// Two paths are the same after repair. The first one is used.
    DuplicatePath = "0334" Warning,
    /// A security scheme or requirement is incomplete, or refers to a scheme that does
    /// not exist.
    BrokenSecurity = "0335" Warning,
    /// A server, link, tag or other small part is incomplete. It is left out.
    BrokenPart = "0336" Warning,
    /// The document is nested too deeply here. Any value is allowed.
    TooDeep = "0337" Warning,
    /// An operation cannot be generated. Correct it, or leave it out with
    /// `--skip-invalid`.
    UnreadableOperation = "0338" Error,
    /// An operation was left out because of `--skip-invalid`.
    OperationLeftOut = "0339" Warning,
    /// A component cannot be read. Any value is allowed in its place.
    UnreadableComponent = "0340" Warning,
    /// A schema has `properties` or `items` but no `type`. Strictly, it also allows
    /// values of every other type; the SDK takes it for an object or an array.
    TypeAssumed = "0341" Note,
    /// The address of a server or token endpoint contains a user, a password, a query or
    /// a fragment. That part is left out, so that no password ends up in the crate. Give
    /// credentials to the client instead.
    AddressPart = "0342" Warning,
    /// `allOf` refers back to the schema that contains it. That reference is left out.
    RecursiveAllOf = "0401" Warning,
    /// A schema refers only to itself, directly or through others. Any value is allowed
    /// in its place.
    SchemaAliasCycle = "0402" Warning,
    /// Schemas that apply to the same value contradict each other. The SDK allows any
    /// value there.
    ConflictingSchemas = "0403" Note,
    /// An enum has values of several types, or numbers or booleans. The SDK documents
    /// them and uses the type of the values.
    EnumApproximated = "0404" Note,
    /// Several lists of alternatives (`oneOf`, `anyOf`) apply at once. The SDK has one
    /// type with the properties of all of them.
    ChoiceApproximated = "0405" Note,
    /// A `discriminator` does not tell the alternatives apart. The SDK uses the one that
    /// fits best.
    DiscriminatorUnusable = "0406" Note,
    /// A `discriminator` maps a value to a schema that is not one of the alternatives.
    DiscriminatorMapping = "0407" Warning,
    /// A list with a type for each place (a tuple) becomes a list of one type that fits
    /// all.
    TupleApproximated = "0408" Note,
    /// A keyword has no effect on the SDK.
    KeywordIgnored = "0409" Note,
    /// An extension has no effect on the SDK.
    ExtensionIgnored = "0410" Note,
    /// A required property refers back to its own type, so that no value could ever be
    /// built. It is optional in the SDK.
    RequiredCycle = "0411" Note,
    /// `required` lists a name that is not among the properties. The SDK does not ask for
    /// it.
    RequiredUndeclared = "0412" Note,
    /// A rule is documented, but the SDK does not check it.
    RuleUnchecked = "0413" Note,
    /// The SDK's regular expressions do not support this pattern. It is not checked.
    PatternLeftOut = "0414" Note,
    /// This `format` has a meaning only with another type.
    FormatApproximated = "0415" Note,
    /// `patternProperties` gives different types to different names. The SDK keeps these
    /// properties as any value.
    PatternPropertiesApproximated = "0416" Note,
    /// No value fits this schema (`false` or `not: {}`).
    NeverSchema = "0417" Note,
    /// A `$ref` to a schema has no target. Any value is allowed in its place.
    DanglingSchema = "0418" Warning,
    /// A list or map contains only itself. Any value is allowed inside.
    EndlessList = "0419" Note,
    /// Raw bytes cannot be part of JSON. They are text in the SDK.
    BytesInJson = "0420" Note,
    /// A parameter is not sent. Either OpenAPI says to ignore it, or it has no name.
    ParameterIgnored = "0421" Note,
    /// This kind of credential is not supported. Set the headers yourself.
    SecuritySchemeUnknown = "0422" Note,
    /// A security requirement names a scheme that is not declared.
    SecuritySchemeUndeclared = "0423" Warning,
    /// A media type comes in several versions, and one was chosen. `--api-version`
    /// chooses another.
    MediaTypeVersionsLeftOut = "0424" Note,
    /// Several media types have the same schema. The SDK uses one of them.
    MediaTypesLeftOut = "0425" Note,
    /// A body has a schema, but the SDK cannot decode its media type. It is text or
    /// bytes.
    BodyUntyped = "0426" Note,
    /// An XML body is text in the SDK, because XML cannot express its schema.
    XmlAsText = "0427" Note,
    /// A response to HEAD has no body, whatever the document says.
    BodyOfHead = "0428" Note,
    /// The configuration of pages names a parameter or property that does not exist.
    PageSettingUnusable = "0429" Warning,
    /// A header parameter has a name that HTTP does not allow. It is left out if it is
    /// optional. If it is required, the operation cannot be generated.
    HeaderName = "0430" Warning,
    /// The transport sets this header (`Host`, `Content-Length`, `Transfer-Encoding`,
    /// `Connection`), so the SDK does not offer it as a parameter.
    HeaderOfTransport = "0431" Note,
    /// The crate will be slow to compile. The document has very many operations or types,
    /// or very many properties, values or alternatives in one place.
    SlowToCompile = "0432" Note,
    /// `[names]` in the configuration names something that does not exist. Write what the
    /// document calls it, or what the SDK calls it without `[names]`.
    NameMissing = "0501" Warning,
    /// A name chosen in `[names]` of the configuration cannot be used: something else has
    /// it, it is reserved, or Rust does not allow it there.
    NameUnusable = "0502" Error,
    /// The crate cannot be written. Check permissions and free space.
    CannotWrite = "0601" Error,
    /// The configuration file cannot be read.
    ConfigUnreadable = "0602" Error,
    /// The configuration is not valid TOML, has an unknown setting, or a setting has a
    /// value it cannot take.
    ConfigInvalid = "0603" Error,
    /// The output folder contains something that oasmith did not write and that a file of
    /// the crate would replace. Nothing was written.
    InTheWay = "0604" Error,
    /// The crate is not up to date: it is not what the document and the configuration
    /// give. Generate it again.
    OutOfDate = "0605" Error,
    /// A file of the crate was edited after it was generated. It is kept and may no
    /// longer fit the rest. Change the document or the configuration instead, or
    /// overwrite the file with `--force`. You may edit the `version` in `Cargo.toml`; the
    /// rest of that file is still kept up to date.
    EditedFile = "0606" Warning,
    /// Another run is writing to the same folder and does not end. Nothing was written.
    Busy = "0607" Error,
}
