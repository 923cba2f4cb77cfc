//! Bytes as base64 text.

use crate::runtime;
use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

super::text! {
    /// Bytes as base64 text (RFC 4648), kept as it came.
    Base64
}

/// Services differ in whether they pad.
const EITHER: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, EITHER);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, EITHER);

impl Base64 {
    /// The text of these bytes, in the standard alphabet, padded.
    #[must_use]
    pub fn encode(bytes: impl AsRef<[u8]>) -> Self {
        Self(STANDARD.encode(bytes))
    }

    /// The bytes. Both alphabets are read, with or without padding, and line breaks are
    /// read over. `None`: it is not base64.
    #[must_use]
    pub fn decode(&self) -> Option<Vec<u8>> {
        let text: String =
            self.0.chars().filter(|sign| !sign.is_ascii_whitespace()).collect();
        let url_safe = text.contains(['-', '_']);
        if url_safe { URL_SAFE.decode(text) } else { STANDARD.decode(text) }.ok()
    }
}

impl From<&[u8]> for Base64 {
    fn from(bytes: &[u8]) -> Self {
        Self::encode(bytes)
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self::encode(bytes)
    }
}
