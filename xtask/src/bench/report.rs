//! The tables of the bench, as people and as programs read them.

use super::Step;
use super::source::Source;
use crate::measure::Measured;
use comfy_table::Table;
use serde::Serialize;

/// What a step took.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(super) struct Cost {
    /// User and system.
    pub(super) cpu_seconds: f64,
    /// The most memory of its largest process, in MiB.
    pub(super) peak_mebibytes: f64,
    /// The library that it made, in MiB.
    pub(super) library_mebibytes: Option<f64>,
}

impl Cost {
    pub(super) fn of(measured: &Measured, library_mebibytes: Option<f64>) -> Self {
        Self {
            cpu_seconds: measured.cpu_seconds,
            peak_mebibytes: measured.peak_mebibytes,
            library_mebibytes,
        }
    }

    /// The one in the middle by CPU seconds.
    pub(super) fn median(all: &[Self]) -> Option<Self> {
        let mut all = all.to_vec();
        all.sort_by(|one, other| one.cpu_seconds.total_cmp(&other.cpu_seconds));
        all.get(all.len() / 2).copied()
    }

    fn shown(&self) -> String {
        let library = self.library_mebibytes;
        let library =
            library.map_or_else(String::new, |size| format!(", rlib {size:.1}"));
        format!("{:.2} s, {:.0} MB{library}", self.cpu_seconds, self.peak_mebibytes)
    }
}

/// A step of a description: through the SDK, by hand, and by the generator before.
#[derive(Clone, Debug, Serialize)]
pub(super) struct CompileRow {
    pub(super) description: String,
    pub(super) step: Step,
    pub(super) sdk: Cost,
    pub(super) by_hand: Option<Cost>,
    pub(super) before: Option<Cost>,
}

/// What a crate gives the compiler to do.
#[derive(Clone, Debug, Serialize)]
pub(super) struct SourceRow {
    pub(super) description: String,
    /// The SDK, the crate by hand, or the SDK of the generator before.
    pub(super) of: String,
    pub(super) runtime: Source,
    pub(super) rest: Source,
}

/// What one turn of some work took.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(super) struct Turn {
    /// CPU time, user and system.
    pub(super) microseconds: f64,
    /// How often memory was asked for.
    pub(super) allocations: f64,
}

/// Some work on a payload, through the SDK and by hand.
#[derive(Clone, Debug, Serialize)]
pub(super) struct RunRow {
    pub(super) work: String,
    pub(super) payload: String,
    /// The bytes of JSON, where the payload is not the server's.
    pub(super) bytes: Option<usize>,
    pub(super) sdk: Turn,
    pub(super) by_hand: Turn,
    /// The median of the ratios of paired rounds.
    pub(super) ratio: f64,
}

/// Everything.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Report {
    pub(super) machine: Vec<(String, String)>,
    pub(super) compile: Vec<CompileRow>,
    pub(super) sources: Vec<SourceRow>,
    pub(super) run: Vec<RunRow>,
}

impl Report {
    /// As Markdown, for people and for docs/performance.md.
    pub(super) fn markdown(&self) -> String {
        let mut text = String::new();
        let machine = self.machine.iter();
        let machine: Vec<String> =
            machine.map(|(what, value)| format!("{what}: {value}")).collect();
        text.push_str(&machine.join("; "));
        text.push_str("\n\n");
        if !self.compile.is_empty() {
            text.push_str(&self.compile_table().to_string());
            text.push_str("\n\n");
        }
        if !self.sources.is_empty() {
            text.push_str(&self.source_table().to_string());
            text.push_str("\n\n");
        }
        if !self.run.is_empty() {
            text.push_str(&self.run_table().to_string());
            text.push('\n');
        }
        text
    }

    fn compile_table(&self) -> Table {
        let has_before = self.compile.iter().any(|row| row.before.is_some());
        let mut header = vec!["description", "step", "SDK", "by hand", "ratio"];
        header.extend(has_before.then_some(["before", "ratio"]).into_iter().flatten());
        let mut table = markdown_table(&header);
        for row in &self.compile {
            let mut cells =
                vec![row.description.clone(), row.step.to_string(), row.sdk.shown()];
            cells.extend(beside(&row.sdk, row.by_hand.as_ref()));
            if has_before {
                cells.extend(beside(&row.sdk, row.before.as_ref()));
            }
            table.add_row(cells);
        }
        table
    }

    fn source_table(&self) -> Table {
        let mut table =
            markdown_table(&["description", "crate", "items", "impls", "bodies"]);
        for row in &self.sources {
            let Source { items, impls, bodies } = row.rest;
            let runtime = row.runtime;
            table.add_row([
                row.description.clone(),
                row.of.clone(),
                format!("{items} + {}", runtime.items),
                format!("{impls} + {}", runtime.impls),
                format!("{bodies} + {}", runtime.bodies),
            ]);
        }
        table
    }

    fn run_table(&self) -> Table {
        let mut table = markdown_table(&[
            "work",
            "payload",
            "SDK µs",
            "by hand µs",
            "ratio",
            "SDK allocations",
            "by hand",
        ]);
        for row in &self.run {
            table.add_row([
                row.work.clone(),
                match row.bytes {
                    Some(bytes) => {
                        format!("{}, {:.0} kB", row.payload, bytes as f64 / 1000.0)
                    }
                    None => row.payload.clone(),
                },
                format!("{:.1}", row.sdk.microseconds),
                format!("{:.1}", row.by_hand.microseconds),
                format!("{:.2}", row.ratio),
                format!("{:.0}", row.sdk.allocations),
                format!("{:.0}", row.by_hand.allocations),
            ]);
        }
        table
    }
}

fn beside(sdk: &Cost, other: Option<&Cost>) -> [String; 2] {
    match other {
        Some(other) => {
            [other.shown(), format!("{:.2}", sdk.cpu_seconds / other.cpu_seconds)]
        }
        None => [String::new(), String::new()],
    }
}

fn markdown_table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_preset(comfy_table::presets::ASCII_MARKDOWN);
    table.set_header(header);
    table
}

/// The middle one.
pub(super) fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or_default()
}
