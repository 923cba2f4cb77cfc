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
    /// The description's `openapi` or `swagger` version is not one this generator knows
    /// (2.0, 3.0.x, 3.1.x, 3.2.x).
    UnknownVersion = "0201" Error,
    /// A `$ref` points to nothing.
    DanglingReference = "0301" Error,
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
}
