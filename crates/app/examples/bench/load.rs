//! Closed-loop clients: each sends its next request when the last one was answered. Times are the
//! client's, over loopback on the same cores, so they are never better than the server's own.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use crate::{browser::Browser, machine::cpu_seconds};

/// What was measured of one page or deed.
pub struct Figures {
    pub clients: usize,
    pub requests: usize,
    pub per_second: f64,
    /// Milliseconds.
    pub p50: f64,
    pub p95: f64,
    pub p99: f64,
    /// Processor time of the server per request, in milliseconds.
    pub cpu: f64,
}

/// One request of a client: with its browser, its number among the clients, and how many it sent.
pub type Request = dyn Fn(&mut Browser, usize, u64) + Send + Sync;

/// Drives a server for some seconds after a warm-up of a fifth of them.
#[expect(clippy::disallowed_methods, reason = "measures")]
pub fn drive(
    (clients, seconds): (usize, f64),
    (browser, process): (&Browser, u32),
    request: &Arc<Request>,
) -> Figures {
    let (measuring, ended) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let times: Arc<Mutex<Vec<f64>>> = Arc::default();
    let threads: Vec<_> = (0..clients)
        .map(|client| {
            let (mut browser, request) = (browser.clone(), Arc::clone(request));
            let (measuring, ended, times) = (Arc::clone(&measuring), Arc::clone(&ended), Arc::clone(&times));
            thread::spawn(move || {
                let mut own = Vec::new();
                for sent in 0.. {
                    if ended.load(Ordering::Relaxed) {
                        break;
                    }
                    let begun = Instant::now();
                    request(&mut browser, client, sent);
                    if measuring.load(Ordering::Relaxed) {
                        own.push(begun.elapsed().as_secs_f64() * 1_000.0);
                    }
                }
                times.lock().expect("not poisoned").extend(own);
            })
        })
        .collect();
    pause(seconds / 5.0);
    let (begun, cpu) = (Instant::now(), cpu_seconds(process));
    measuring.store(true, Ordering::Relaxed);
    pause(seconds);
    measuring.store(false, Ordering::Relaxed);
    let (time, cpu) = (begun.elapsed().as_secs_f64(), cpu_seconds(process) - cpu);
    ended.store(true, Ordering::Relaxed);
    threads.into_iter().for_each(|thread| thread.join().expect("a client ends"));
    let mut times = std::mem::take(&mut *times.lock().expect("not poisoned"));
    times.sort_by(f64::total_cmp);
    let requests = times.len();
    Figures {
        clients,
        requests,
        per_second: requests as f64 / time,
        p50: share(&times, 0.50),
        p95: share(&times, 0.95),
        p99: share(&times, 0.99),
        cpu: cpu * 1_000.0 / requests.max(1) as f64,
    }
}

/// The value below which a share of sorted values lies.
pub fn share(sorted: &[f64], share: f64) -> f64 {
    let at = (sorted.len() as f64 * share) as usize;
    sorted.get(at.min(sorted.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
}

/// Lets time pass.
#[expect(clippy::disallowed_methods, reason = "a measurement lasts as long as it lasts")]
pub fn pause(seconds: f64) {
    thread::sleep(Duration::from_secs_f64(seconds));
}
