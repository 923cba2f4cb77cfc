//! Inputs for a target: known ones, changed by dice. The same seed and number give the same
//! input.

use crate::change::{change, damage};
use crate::{DESCRIPTIONS, Target};
use serde_json::Value;

/// The name of the file, in the folder of a run, that lists descriptions to start from.
pub const LIST: &str = "inputs.txt";

/// No input is longer.
const LONGEST: usize = 1 << 16;

/// Inputs for a target.
pub struct Inputs {
    target: Target,
    seed: u64,
    /// What is changed: those of the target, and files.
    known: Vec<Vec<u8>>,
}

impl Inputs {
    /// Those that this seed gives, from the target's own and these files.
    #[must_use]
    pub fn new(target: Target, seed: u64, files: Vec<Vec<u8>>) -> Self {
        let own = target.seeds.iter().map(|seed| seed.to_vec());
        Self { target, seed, known: own.chain(files).collect() }
    }

    /// The input of a number.
    pub fn input(&mut self, number: u64) -> Vec<u8> {
        let start = self.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number;
        let mut random = fastrand::Rng::with_seed(start);
        let mut bytes = random.choice(&self.known).cloned().unwrap_or_default();
        if self.target.name == DESCRIPTIONS && random.bool() {
            bytes = changed(bytes, &mut random);
        } else {
            self.damage(&mut bytes, &mut random);
        }
        bytes.truncate(LONGEST);
        bytes
    }

    /// A few damages, words put in, and parts of other inputs.
    fn damage(&self, bytes: &mut Vec<u8>, random: &mut fastrand::Rng) {
        for _ in 0..random.usize(1..6) {
            let at = random.usize(..=bytes.len());
            match random.usize(..6) {
                0 | 1 => damage(bytes, random),
                2 | 3 => {
                    let word = random.choice(self.target.words).copied();
                    let word = word.unwrap_or_default().bytes();
                    let count =
                        if random.usize(..20) == 0 { random.usize(2..200) } else { 1 };
                    let words: Vec<u8> = word
                        .clone()
                        .cycle()
                        .take(word.len().saturating_mul(count))
                        .collect();
                    bytes.splice(at..at, words);
                }
                4 => {
                    let other = random.choice(&self.known).map(Vec::as_slice);
                    let other = other.unwrap_or_default();
                    let from = random.usize(..=other.len());
                    bytes.splice(
                        at..,
                        other.get(from..).unwrap_or_default().iter().copied(),
                    );
                }
                _ => {
                    let length = random.usize(1..9).min(bytes.len().saturating_sub(at));
                    bytes.drain(at..at.saturating_add(length));
                }
            }
        }
    }
}

/// A description with other values, keys and texts.
fn changed(mut bytes: Vec<u8>, random: &mut fastrand::Rng) -> Vec<u8> {
    let Ok(mut root) = serde_norway::from_slice::<Value>(&bytes) else {
        damage(&mut bytes, random);
        return bytes;
    };
    change(&mut root, random.fork(), &mut Vec::new());
    for _ in 0..random.usize(..4) {
        put_odd_text(&mut root, random);
    }
    serde_json::to_vec(&root).unwrap_or(bytes)
}

/// Texts that steer terminals, end literals and comments, or are no names.
const ODD: &[&str] = &[
    "",
    " ",
    "\u{1b}[2J",
    "\u{202e}a\u{2066}",
    "\0",
    "\r\nX: 1",
    "*/ } \"#\"; /*",
    "{{ x }} {% y %}",
    "漢字",
    "é́́",
    "r#type",
    "self",
    "_",
    "0",
    "-1",
    "a.b[c]/d~e%2f#g?h",
    "https://u:p@a.test",
    "../../x.yaml",
    "#/components/schemas/%00",
    "{",
    "}",
    "{}",
    "{{}}",
    "{a}{a}",
];

/// Puts an odd text in the place of a value or a key, somewhere.
fn put_odd_text(root: &mut Value, random: &mut fastrand::Rng) {
    let text = random.choice(ODD).copied().unwrap_or_default();
    let text = if random.usize(..8) == 0 { text.repeat(300) } else { text.to_owned() };
    let mut place = root;
    while has_parts(place) {
        let stop = random.usize(..6) == 0;
        let next = match place {
            Value::Object(map) => {
                let index = random.usize(..map.len());
                if stop && let Some(key) = map.keys().nth(index).cloned() {
                    let value = map.shift_remove(&key).unwrap_or_default();
                    map.insert(text, value);
                    return;
                }
                map.values_mut().nth(index)
            }
            Value::Array(items) => {
                let index = random.usize(..items.len());
                items.get_mut(index)
            }
            _ => None,
        };
        let Some(next) = next else { return };
        place = next;
    }
    *place = Value::String(text);
}

fn has_parts(value: &Value) -> bool {
    value.as_object().is_some_and(|map| !map.is_empty())
        || value.as_array().is_some_and(|items| !items.is_empty())
}
