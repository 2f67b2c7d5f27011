//! Statements: one text for both engines, and a span for each time that it is run (docs/adr/0016-spans.md).

use sqlx::{SqlSafeStr, SqlStr};
use tracing::{Instrument, Level, Span, field::Empty, instrument::Instrumented};

/// A statement. Run within [`on_sqlite`] or [`on_postgres`] it names their span; values that are bound to it stay out of that.
#[derive(Clone, Copy)]
pub(crate) struct Statement {
    /// The constant that it is, by its whole path.
    pub name: &'static str,
    pub sql: &'static str,
}

impl Statement {
    /// One that is short enough to be its own name, or is for one engine alone.
    pub(crate) const fn plain(sql: &'static str) -> Self {
        Self { name: sql, sql }
    }
}

impl SqlSafeStr for Statement {
    fn into_sql_str(self) -> SqlStr {
        if tracing::enabled!(Level::TRACE) {
            Span::current().record("db.query.summary", self.name);
        }
        self.sql.into_sql_str()
    }
}

/// Puts a statement on SQLite into a span of its own.
pub(crate) fn on_sqlite<F: Future>(work: F) -> Instrumented<F> {
    in_span("sqlite", work)
}

/// Puts a statement on PostgreSQL into a span of its own.
pub(crate) fn on_postgres<F: Future>(work: F) -> Instrumented<F> {
    in_span("postgresql", work)
}

fn in_span<F: Future>(system: &'static str, work: F) -> Instrumented<F> {
    work.instrument(tracing::trace_span!("statement", db.system.name = system, db.query.summary = Empty))
}

/// The statements of a module: each a [`Statement`], and all of them in `STATEMENTS`, so that a test can prepare every one on
/// both engines.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)*) => {
        $(
            $(#[$doc])*
            const $name: $crate::statement::Statement = $crate::statement::Statement {
                name: concat!(module_path!(), "::", stringify!($name)),
                sql: $sql,
            };
        )*
        #[cfg(test)]
        pub(crate) const STATEMENTS: &[$crate::statement::Statement] = &[$($name),*];
    };
}
pub(crate) use statements;
