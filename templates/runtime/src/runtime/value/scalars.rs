//! Values without parts.

use super::{Any, Slot, Value, View};

/// Implements [`Value`] for a scalar: how it is seen, and its slot.
macro_rules! scalar {
    ($($type:ty: $value:ident => $view:expr, $slot:ident;)*) => {$(
        impl Value for $type {
            fn view(&self) -> View<'_> {
                let $value = self;
                $view
            }

            fn slot(&mut self) -> Slot<'_> {
                Slot::$slot(self)
            }

            fn make_empty(&mut self) {
                *self = Self::default();
            }
        }
    )*};
}

scalar! {
    bool: value => View::Bool(*value), Bool;
    i32: value => View::Integer(i64::from(*value)), I32;
    i64: value => View::Integer(*value), I64;
    u64: value => View::Wide(i128::from(*value)), U64;
    i128: value => View::Wide(*value), I128;
    f64: value => View::Float(*value), F64;
    String: value => View::Text(value), Text;
}

impl Value for Any {
    fn view(&self) -> View<'_> {
        View::Any(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Any(self)
    }

    fn set_null(&mut self) -> bool {
        *self = Self::Null;
        true
    }

    fn make_empty(&mut self) {
        *self = Self::Null;
    }
}

impl Value for () {
    fn view(&self) -> View<'_> {
        View::Absent
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Nothing
    }

    fn set_null(&mut self) -> bool {
        true
    }

    fn make_empty(&mut self) {}
}
