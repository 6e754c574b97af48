//! What every handler and the door before it share: configuration, clock, randomness, the accounts.
//!
//! Built once by `app` (or a test) and cheap to clone. It knows one compartment only.

use std::{net::IpAddr, sync::Arc};

use axum::extract::FromRef;
use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use domain::access::{Compartment, Ctx};
use store::{Base, Side, Store};
use uuid::Uuid;

use crate::features::access::password::Hasher;

/// How this side is served.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Scheme, host and port that people type, without a final slash: what QR codes carry and what
    /// `Origin` is compared with.
    pub public_url: String,
    /// Name of the installation, such as that of the institute; may be empty.
    pub name: Option<String>,
    /// Served over TLS, here or at a named proxy: `__Host-` cookies with `Secure`, HSTS.
    pub over_tls: bool,
    /// The proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxy: Vec<IpAddr>,
    /// Synthetic data: a ribbon says so on every page.
    pub demo: bool,
    /// How long a login may rest. None: 15 minutes, 5 on the safety side.
    pub idle: Option<Duration>,
    /// How long a login may last at all.
    pub longest: Duration,
    /// The longest a request may take, its body included.
    pub patience: std::time::Duration,
    /// Zone in which hours are shown.
    pub zone: Tz,
}

impl Default for Settings {
    /// Loopback without TLS.
    fn default() -> Self {
        Self {
            public_url: "http://127.0.0.1:8080".to_owned(),
            name: None,
            over_tls: false,
            trusted_proxy: Vec::new(),
            demo: false,
            idle: None,
            longest: Duration::hours(10),
            patience: std::time::Duration::from_secs(60),
            zone: chrono_tz::America::Cancun,
        }
    }
}

/// Settings and shared parts of one compartment's pages.
#[derive(Debug, Clone)]
pub struct Kit(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    base: Base,
    settings: Settings,
    hasher: Hasher,
}

impl Kit {
    /// The kit of a compartment.
    #[must_use]
    pub fn new(base: Base, settings: Settings) -> Self {
        let hasher = Hasher::new(base.entropy().clone());
        Self(Arc::new(Inner { base, settings, hasher }))
    }

    /// Accounts, audit and jobs of the compartment: what both sides have.
    #[must_use]
    pub fn base(&self) -> &Base {
        &self.0.base
    }

    /// How this side is served.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Which compartment it serves.
    #[must_use]
    pub fn compartment(&self) -> Compartment {
        self.base().compartment()
    }

    /// The instant.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.base().clock().now()
    }

    /// A random id.
    #[must_use]
    pub fn uuid(&self) -> Uuid {
        self.base().entropy().uuid()
    }

    /// The context of a request before, or without, a login.
    #[must_use]
    pub fn anonymous(&self, request: Uuid) -> Ctx {
        Ctx::anonymous(self.now(), request)
    }

    /// How long a login may rest.
    #[must_use]
    pub fn idle(&self) -> Duration {
        self.settings().idle.unwrap_or(match self.compartment() {
            Compartment::Programme => Duration::minutes(15),
            Compartment::Safety => Duration::minutes(5),
        })
    }

    /// Hashes and checks passwords, two at once at most.
    #[must_use]
    pub fn hasher(&self) -> &Hasher {
        &self.0.hasher
    }
}

/// The state of one side's router: its store and its kit.
#[derive(Debug)]
pub struct App<S> {
    store: Store<S>,
    kit: Kit,
}

impl<S: Side> App<S> {
    /// The state of the side that `store` is of.
    #[must_use]
    pub fn new(store: Store<S>, settings: Settings) -> Self {
        let kit = Kit::new((*store).clone(), settings);
        Self { store, kit }
    }

    /// The kit.
    #[must_use]
    pub fn kit(&self) -> &Kit {
        &self.kit
    }
}

impl<S> Clone for App<S> {
    fn clone(&self) -> Self {
        Self { store: self.store.clone(), kit: self.kit.clone() }
    }
}

impl<S> FromRef<App<S>> for Store<S> {
    fn from_ref(app: &App<S>) -> Self {
        app.store.clone()
    }
}

impl<S> FromRef<App<S>> for Kit {
    fn from_ref(app: &App<S>) -> Self {
        app.kit.clone()
    }
}
