//! Values without parts.

use super::flat::{Flat, JsonType};
use crate::diagnostic::Code;
use crate::ir::{Rules, Scalar};
use crate::lower::context::Lowering;
use crate::lower::node::Node;
use serde_json::Number;

impl<'a> Lowering<'a> {
    /// The scalar for a type and format; `None` where the type is none of a scalar.
    pub(in crate::lower) fn scalar_of(
        &mut self,
        flat: &Flat<'a>,
        at: &Node<'a>,
    ) -> Option<Scalar> {
        let format = flat.format.unwrap_or_default();
        match flat.effective_type()? {
            JsonType::Boolean => Some(Scalar::Boolean),
            JsonType::String => Some(self.text_scalar(format, at)),
            JsonType::Integer => Some(integer_scalar(format, &flat.rules)),
            JsonType::Number => Some(match format {
                // Real descriptions write `number` where the format says integer.
                "int32" | "int64" | "uint32" | "uint64" => {
                    integer_scalar(format, &flat.rules)
                }
                "decimal" | "decimal128" => {
                    let message = format!(
                        "a number of format `{format}` is a double in the SDK: of more \
                         than 15 digits, the last are lost"
                    );
                    self.tally(Code::FormatApproximated, at, message);
                    Scalar::Float64
                }
                _ => Scalar::Float64,
            }),
            JsonType::Object | JsonType::Array | JsonType::Null => None,
        }
    }

    fn text_scalar(&mut self, format: &'a str, at: &Node<'a>) -> Scalar {
        match format {
            "date-time" => Scalar::DateTime,
            "date" => Scalar::Date,
            "byte" | "base64" => Scalar::Base64,
            "binary" => Scalar::Binary,
            "int32" | "int64" | "uint64" | "float" | "double" => {
                let message =
                    format!("a string of format `{format}` is text in the SDK");
                self.tally(Code::FormatApproximated, at, message);
                Scalar::String
            }
            _ => Scalar::String,
        }
    }
}

/// The integer of a format that has room between the limits.
pub(super) fn integer_scalar(format: &str, rules: &Rules) -> Scalar {
    let named = match format {
        "int32" | "int16" | "int8" | "uint16" | "uint8" => Scalar::Int32,
        "uint64" => Scalar::UInt64,
        _ => Scalar::Int64,
    };
    let low = rules.minimum.as_ref();
    let high = rules.maximum.as_ref();
    let fits = |scalar| {
        let inside =
            |limit: Option<&Number>| limit.is_none_or(|limit| holds(scalar, limit));
        inside(low) && inside(high)
    };
    let wider = [Scalar::Int64, Scalar::UInt64];
    let mut choices = [named].into_iter().chain(wider);
    choices.find(|scalar| fits(*scalar)).unwrap_or(Scalar::Int128)
}

/// Whether a limit is a value of the scalar. One that was written with more digits than a
/// double keeps is compared as a double, and then the rounded ends count as inside.
fn holds(scalar: Scalar, limit: &Number) -> bool {
    match scalar {
        Scalar::Int32 => limit.as_f64().is_some_and(|limit| {
            (f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&limit)
        }),
        Scalar::Int64 if limit.is_u64() => limit.is_i64(),
        Scalar::Int64 => limit.as_f64().is_some_and(|limit| limit.abs() <= TWO_TO_63),
        _ => {
            limit.as_f64().is_some_and(|limit| (0.0..=2.0 * TWO_TO_63).contains(&limit))
        }
    }
}

const TWO_TO_63: f64 = 9_223_372_036_854_775_808.0;
