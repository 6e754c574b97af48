//! The page with the figures: budgets first, what misses them said, then every measurement.

use std::fmt::Write;

use crate::load::Figures;

/// A budget of the design, met or not.
pub struct Budget {
    pub what: String,
    pub limit: f64,
    pub unit: &'static str,
    pub measured: f64,
}

/// One measured page or deed.
pub struct Measured {
    pub engine: &'static str,
    pub role: &'static str,
    pub what: &'static str,
    pub figures: Figures,
}

/// Everything that the page says.
#[derive(Default)]
pub struct Report {
    pub machine: String,
    pub load: String,
    pub notes: Vec<String>,
    pub budgets: Vec<Budget>,
    pub measured: Vec<Measured>,
}

impl Report {
    pub fn budget(&mut self, what: impl Into<String>, (limit, unit): (f64, &'static str), measured: f64) {
        let what = what.into();
        eprintln!("{what}: {measured:.1} {unit} (budget {limit} {unit})");
        self.budgets.push(Budget { what, limit, unit, measured });
    }

    pub fn note(&mut self, text: String) {
        eprintln!("{text}");
        self.notes.push(text);
    }

    pub fn to_text(&self) -> String {
        let mut text =
            String::from("# Benchmarks\n\nWritten by `cargo xtask bench`; do not edit by hand.\n\n");
        let _ = writeln!(text, "* machine: {}\n* load: {}", self.machine, self.load);
        let _ = writeln!(
            text,
            "* times are those of closed-loop clients over loopback on the same cores: waiting for a core and the \
             client's own work are in them, so the server's own are lower"
        );
        for note in &self.notes {
            let _ = writeln!(text, "* {note}");
        }
        text += "\n## Budgets\n\n| budget | limit | measured | |\n| --- | ---: | ---: | --- |\n";
        for one in &self.budgets {
            let verdict = match one.measured.partial_cmp(&one.limit) {
                Some(std::cmp::Ordering::Greater) => "**missed**",
                Some(_) => "met",
                None => "**not measured**",
            };
            let _ = writeln!(
                text,
                "| {} | {} {} | {:.1} {} | {verdict} |",
                one.what, one.limit, one.unit, one.measured, one.unit
            );
        }
        let missed = self.budgets.iter().filter(|one| one.measured > one.limit).count();
        let _ = writeln!(
            text,
            "\n{missed} of {} budgets are missed. The monthly return of a state is not built yet.",
            self.budgets.len()
        );
        text += "\n## Measurements\n\n| engine | role | page or deed | clients | requests | per second | p50 ms | p95 ms | \
                 p99 ms | CPU ms |\n| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n";
        for Measured { engine, role, what, figures: f } in &self.measured {
            let _ = writeln!(
                text,
                "| {engine} | {role} | {what} | {} | {} | {:.0} | {:.1} | {:.1} | {:.1} | {:.2} |",
                f.clients, f.requests, f.per_second, f.p50, f.p95, f.p99, f.cpu
            );
        }
        text
    }
}
