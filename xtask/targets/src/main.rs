//! Gives changed inputs to a target, one after the other, until it is ended:
//! `targets NAME SEED FROM EVERY FOLDER`. It says the number of the next input before every
//! EVERY-th one. Where that is 1, the input is in the file `input` of the folder meanwhile,
//! so that whoever watches knows which one broke it.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use targets::{DESCRIPTIONS, Inputs, LIST};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, seed, from, every, folder] = arguments.as_slice() else {
        eprintln!("usage: targets NAME SEED FROM EVERY FOLDER");
        return ExitCode::FAILURE;
    };
    let (Some(target), Ok(seed), Ok(from), Ok(every)) =
        (targets::find(name), seed.parse(), from.parse::<u64>(), every.parse::<u64>())
    else {
        eprintln!("there is no such target, or a number is none");
        return ExitCode::FAILURE;
    };
    let folder = Path::new(folder);
    let mut inputs = Inputs::new(target, seed, files(name, folder));
    let mut out = std::io::stdout().lock();
    for number in from.. {
        let input = inputs.input(number);
        if every == 1 && fs::write(folder.join("input"), &input).is_err() {
            return ExitCode::FAILURE;
        }
        let told = number.is_multiple_of(every.max(1));
        if told && writeln!(out, "{number}").and_then(|()| out.flush()).is_err() {
            // Nobody listens any more.
            return ExitCode::SUCCESS;
        }
        (target.run)(&input);
    }
    ExitCode::SUCCESS
}

/// The descriptions that the list in the folder names.
fn files(name: &str, folder: &Path) -> Vec<Vec<u8>> {
    if name != DESCRIPTIONS {
        return Vec::new();
    }
    let list = fs::read_to_string(folder.join(LIST)).unwrap_or_default();
    list.lines().filter_map(|path| fs::read(path).ok()).collect()
}
