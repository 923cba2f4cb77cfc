//! The tasks of this repository: `cargo xtask --help`.

mod bench;
mod bless;
mod codegen;
mod corpus;
mod demo;
mod deny;
mod describe;
mod docs;
mod edits;
mod fidelity;
mod hostile;
mod judges;
mod measure;
mod mutate;
mod package;
mod pages;
mod pairs;
mod pictures;
mod release;
mod repository;
mod sbom;
mod secrets;
mod soak;
mod support;
mod traffic;
mod wasm;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// The tasks of this repository.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Make the SDK in generated/ anew, as spec/oasmith.toml says.
    Codegen(codegen::Arguments),
    /// Write the site about spec/ to target/docs.
    Docs(docs::Arguments),
    /// Make the SDK, serve its description on a free port, and list checkpoints through it.
    Demo(demo::Arguments),
    /// Compare the SDK with the same work by hand.
    Bench(bench::Arguments),
    /// Make many calls through the SDK, and watch how much memory it takes.
    Soak(soak::Arguments),
    /// Generate every description below some folders, compile the crates, report.
    Corpus(corpus::Arguments),
    /// Run the generated SDK against servers that nobody here wrote.
    Judges(judges::Arguments),
    /// Compare what `diff` says of edits with what compilers and calls say.
    Edits(edits::Arguments),
    /// Call every scenario of @typespec/http-specs through a generated SDK.
    Conformance(judges::conformance::Arguments),
    /// Give the generator and the runtime inputs that mean harm.
    Hostile(hostile::Arguments),
    /// Change real descriptions at random; nothing may break.
    Mutate(mutate::Arguments),
    /// List the operations of descriptions whose results come in pages, and how they do.
    Pages(pages::Arguments),
    /// Check the licences, sources and known holes of what is depended on.
    Deny,
    /// List what the generator or an SDK is made of.
    Sbom(sbom::Arguments),
    /// List the names whose values are hidden, and those that are near.
    Secrets(secrets::Arguments),
    /// Make the pictures in docs/pictures/ anew.
    Pictures(pictures::Arguments),
    /// Compile pairs of groups of a generated crate.
    Pairs(pairs::Arguments),
    /// Write docs/support.md anew.
    Support(support::Arguments),
    /// Check that the SDK builds for browsers, where that target is installed.
    Wasm,
    /// Send examples and random values through the types of generated crates.
    Fidelity(fidelity::Arguments),
    /// Send recorded bodies through the types of a generated crate.
    Traffic(traffic::Arguments),
    /// Pack the generator, and try the package alone in an empty folder.
    Package,
    /// Publish the version that Cargo.toml says, and tag it.
    Release(release::Arguments),
    /// Write what the feature folders expect anew.
    Bless,
}

fn main() -> ExitCode {
    let result = match Arguments::parse().task {
        Task::Codegen(arguments) => codegen::run(&arguments),
        Task::Docs(arguments) => docs::run(&arguments),
        Task::Demo(arguments) => demo::run(&arguments),
        Task::Bench(arguments) => bench::run(&arguments),
        Task::Soak(arguments) => soak::run(&arguments),
        Task::Corpus(arguments) => corpus::run(&arguments),
        Task::Judges(arguments) => judges::run(&arguments),
        Task::Edits(arguments) => edits::run(&arguments),
        Task::Conformance(arguments) => judges::conformance::run(&arguments),
        Task::Hostile(arguments) => hostile::run(&arguments),
        Task::Mutate(arguments) => mutate::run(&arguments),
        Task::Pages(arguments) => pages::run(&arguments),
        Task::Deny => deny::run(),
        Task::Sbom(arguments) => sbom::run(&arguments),
        Task::Secrets(arguments) => secrets::run(&arguments),
        Task::Pictures(arguments) => pictures::run(&arguments),
        Task::Pairs(arguments) => pairs::run(&arguments),
        Task::Support(arguments) => support::run(&arguments),
        Task::Wasm => wasm::run(),
        Task::Fidelity(arguments) => fidelity::run(&arguments),
        Task::Traffic(arguments) => traffic::run(&arguments),
        Task::Package => package::run(),
        Task::Release(arguments) => release::run(&arguments),
        Task::Bless => bless::run(),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
