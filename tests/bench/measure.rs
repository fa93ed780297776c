//! What a process costs, as the system counts it: CPU seconds of the whole process, its largest resident size, and the
//! time on the wall. Children that it waited for (`git`) are in the CPU seconds.

use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;
use wait4::Wait4;

/// A command that is measured.
#[derive(Clone)]
pub(crate) struct Job {
    /// What stands in the table.
    pub(crate) name: String,
    /// The program and its arguments.
    pub(crate) command: Vec<String>,
    /// Where it runs.
    pub(crate) folder: PathBuf,
    /// What is cleared away before it runs, which is not measured: a folder, counted from where it runs.
    pub(crate) clears: Option<&'static str>,
}

/// What one run cost.
#[derive(Clone, Copy, Default)]
pub(crate) struct Cost {
    /// CPU seconds, in the program and in the system on its behalf.
    pub(crate) cpu: f64,
    /// Largest resident size, MiB.
    pub(crate) memory: f64,
    /// Seconds on the wall.
    pub(crate) wall: f64,
}

/// Runs the jobs in alternation, so that a slow minute of the machine is shared by all; the median of each figure.
pub(crate) fn alternate(jobs: &[Job], runs: usize) -> Result<Vec<Cost>> {
    let mut costs: Vec<Vec<Cost>> = vec![Vec::new(); jobs.len()];
    for turn in 0..=runs {
        for (job, costs) in jobs.iter().zip(&mut costs) {
            let cost = run(job)?;
            // The first turn fills the page cache.
            if turn > 0 {
                costs.push(cost);
            }
        }
    }
    Ok(costs.iter().map(|costs| medians(costs)).collect())
}

fn run(job: &Job) -> Result<Cost> {
    let (program, arguments) = job.command.split_first().context("an empty command")?;
    let old = job.clears.map(|name| job.folder.join(name));
    if let Some(old) = old.filter(|old| old.exists()) {
        std::fs::remove_dir_all(&old).with_context(|| format!("clearing {}", old.display()))?;
    }
    let start = Instant::now();
    let mut child = Command::new(program)
        .args(arguments)
        .current_dir(&job.folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("starting {program}"))?;
    let used = child.wait4()?;
    // 1 says that something was found, which is no failure of a measurement.
    if !matches!(used.status.code(), Some(0 | 1)) {
        bail!("`{}` failed in {}", job.command.join(" "), job.folder.display());
    }
    Ok(Cost {
        cpu: (used.rusage.utime + used.rusage.stime).as_secs_f64(),
        memory: used.rusage.maxrss as f64 / (1024.0 * 1024.0),
        wall: start.elapsed().as_secs_f64(),
    })
}

fn medians(costs: &[Cost]) -> Cost {
    let median = |figure: fn(&Cost) -> f64| {
        let mut figures: Vec<f64> = costs.iter().map(figure).collect();
        figures.sort_by(f64::total_cmp);
        figures.get(figures.len() / 2).copied().unwrap_or_default()
    };
    Cost {
        cpu: median(|cost| cost.cpu),
        memory: median(|cost| cost.memory),
        wall: median(|cost| cost.wall),
    }
}
