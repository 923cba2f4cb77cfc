//! What reads bytes that a server sends, as plain functions of those bytes: `cargo xtask
//! hostile` changes inputs for them, and `fuzz/` hands them to cargo-fuzz. Nothing of this is
//! in an SDK.

#[allow(clippy::panic, reason = "a target says by a panic what is wrong")]
mod lies;
mod reads;

/// A function that takes any bytes: it may not panic, hang, or take much memory.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// What it is called.
    pub name: &'static str,
    /// Inputs to start from.
    pub seeds: &'static [&'static [u8]],
    /// Words of its language, to put in anywhere.
    pub words: &'static [&'static str],
    /// The function.
    pub run: fn(&[u8]),
}

/// All of them.
#[must_use]
pub fn all() -> Vec<Target> {
    [reads::ALL, lies::ALL].concat()
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_seed_and_every_beginning_of_it_is_taken() {
        for target in super::all() {
            assert!(!target.seeds.is_empty(), "{}", target.name);
            for seed in target.seeds {
                for end in 0..=seed.len() {
                    (target.run)(&seed[..end]);
                }
            }
        }
    }
}
