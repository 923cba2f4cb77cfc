//! What takes inputs from strangers, as functions of bytes: those of the generator here, those
//! of an SDK in `oasmith_runtime::targets`. The program of this package changes inputs for
//! them, for `cargo xtask hostile`; `fuzz/` hands them to cargo-fuzz.

pub mod change;
mod description;
mod inputs;
mod words;

pub use inputs::{Inputs, LIST};
pub use oasmith_runtime::targets::Target;

/// All of them. Those whose inputs are descriptions have [`DESCRIPTIONS`] for a name or are
/// about the texts in one.
#[must_use]
pub fn all() -> Vec<Target> {
    let mut all = vec![description::TARGET];
    all.extend(words::ALL);
    all.extend(oasmith_runtime::targets::all());
    all
}

/// The target that takes whole descriptions.
pub const DESCRIPTIONS: &str = "descriptions";

/// The target of this name.
#[must_use]
pub fn find(name: &str) -> Option<Target> {
    all().into_iter().find(|target| target.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_are_the_same_each_time_and_are_taken() {
        for target in all() {
            let (mut one, mut other) =
                (Inputs::new(target, 7, Vec::new()), Inputs::new(target, 7, Vec::new()));
            for number in 0..20 {
                let input = one.input(number);
                assert_eq!(input, other.input(number), "{} {number}", target.name);
                (target.run)(&input);
            }
        }
    }

    #[test]
    fn names_of_targets_are_distinct() {
        let mut names: Vec<_> = all().iter().map(|target| target.name).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
