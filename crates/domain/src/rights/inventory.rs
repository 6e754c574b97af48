//! The words of the inventory of personal data that the documento de seguridad asks for (LGPDPPSO of
//! 20-03-2025 arts. 25–30): whose data a table holds, what of them, and how they are protected.

use crate::named::named;

named! {
    /// Whose data.
    Whose {
        /// Participants of programmes, and men with a case.
        Participant = "participant",
        /// Staff of the centres.
        Staff = "staff",
        /// Holders of accounts.
        Account = "account",
        /// Who asks for something about their own data.
        Requester = "requester",
        /// Contacts of other institutions.
        Contact = "contact",
        /// Pupils: counted, never named.
        Pupil = "pupil",
        /// Who is named in an order or a report on a participant.
        Named = "named",
        /// Nobody: configuration and machinery.
        Nobody = "nobody",
    }
}

named! {
    /// What of them.
    Content {
        /// Who they are and how to reach them.
        Identity = "identity",
        /// Marks by which a file is found without reading it.
        Index = "index",
        /// Groups, sessions, attendance, appointments.
        Service = "service",
        /// What was written in confidence: interviews, risk, logs.
        Confidential = "confidential",
        /// Orders, referrals, reports, letters.
        Legal = "legal",
        /// Certificates.
        Certificate = "certificate",
        /// Consent, notices, rights and erasure.
        Rights = "rights",
        /// Contracts, checks, sanctions.
        Employment = "employment",
        /// Accounts, logins, second factors.
        Access = "access",
        /// Who did what and when.
        Trace = "trace",
        /// Papers that were scanned.
        Scan = "scan",
        /// Counts.
        Counts = "counts",
        /// Nothing of a person.
        Nothing = "nothing",
    }
}

named! {
    /// How it is protected at rest.
    Protection {
        /// Sealed field by field.
        Sealed = "sealed",
        /// Dates, states and codes in clear beside sealed fields.
        PartlySealed = "partly-sealed",
        /// Only as a keyed or slow hash.
        Hashed = "hashed",
        /// In clear.
        Clear = "clear",
    }
}
