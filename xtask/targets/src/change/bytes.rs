//! Damage to the bytes of a file, as broken transfers and editors do it.

/// One to four damages at places that the dice choose.
pub fn damage(bytes: &mut Vec<u8>, random: &mut fastrand::Rng) {
    for _ in 0..random.usize(1..5) {
        if bytes.is_empty() {
            return;
        }
        let at = random.usize(..bytes.len());
        let other = random.usize(..bytes.len());
        let length = random.usize(1..200).min(bytes.len().saturating_sub(at));
        let end = at.saturating_add(length);
        match random.usize(..9) {
            0 => bytes.truncate(at),
            1 => bytes.swap(at, other),
            2 => bytes.insert(at, random.u8(..)),
            3 => drop(bytes.drain(at..end)),
            4 => {
                let again: Vec<u8> = bytes.get(at..end).unwrap_or_default().to_vec();
                drop(bytes.splice(at..at, again));
            }
            5 => drop(bytes.splice(
                at..at,
                SIGNS.iter().copied().skip(random.usize(..SIGNS.len())).take(1),
            )),
            6 => drop(bytes.splice(at..at, b"\n".iter().copied())),
            7 => drop(bytes.splice(at..end, std::iter::repeat_n(b'[', 3_000))),
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << random.u8(..8);
                }
            }
        }
    }
}

const SIGNS: &[u8] = b"{}[]\"':,#&*!|>%@`\t\0-?\\";
