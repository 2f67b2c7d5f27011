//! The log: lines for people at a terminal, JSON for everything else (OP-7).

use std::{
    fmt,
    io::{self, IsTerminal},
};

use serde_json::{Map, Value};
use tracing::{Event, Level, Subscriber, level_filters::LevelFilter};
use tracing_subscriber::{
    EnvFilter,
    fmt::{
        FmtContext, FormatEvent, FormatFields, FormattedFields,
        format::{FmtSpan, JsonFields, Writer, format},
    },
    registry::{LookupSpan, SpanRef},
};

/// The filter that was typed, where each of its parts is one. For `EnvFilter` a word that is no level is the name of a crate, and
/// a misspelt level would switch the whole log off.
pub(crate) fn filter(typed: &str) -> Result<String, String> {
    const WANTED: &str = "must be error, warn, info, debug, trace, or a filter like info,services=debug";
    let parts: Vec<&str> = typed.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let is_wrong = |part: &str| {
        let names_no_level = !part.contains('=') && part.parse::<LevelFilter>().is_err();
        names_no_level || EnvFilter::try_new(part).is_err()
    };
    match parts.iter().find(|part| is_wrong(part)) {
        Some(part) => Err(format!("{WANTED}: {part:?} is neither")),
        None if parts.is_empty() => Err(WANTED.to_owned()),
        None => Ok(parts.join(",")),
    }
}

/// Logs to standard error what `filter` lets through, and errors that none of its parts is about.
pub(crate) fn start(filter: &str) {
    let filter = EnvFilter::try_new(format!("error,{filter}")).unwrap_or_default();
    // Only then there are spans whose end is told, and times worth taking.
    let fine = filter.max_level_hint().is_none_or(|level| level >= LevelFilter::DEBUG);
    let ends = if fine { FmtSpan::CLOSE } else { FmtSpan::NONE };
    // A line that cannot be written is lost: told on standard error it would be a panic, and a full disk an outage.
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_span_events(ends)
        .log_internal_errors(false);
    if io::stderr().is_terminal() {
        logs.event_format(Lines(format().with_target(false))).init();
    } else {
        logs.fmt_fields(JsonFields::new()).event_format(Lines(JsonLines(format().json()))).init();
    }
}

/// Lines in this format, but for the ends of spans that are always there: a request says itself how it was answered.
struct Lines<F>(F);

impl<S, N, F> FormatEvent<S, N> for Lines<F>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
    F: FormatEvent<S, N>,
{
    fn format_event(&self, context: &FmtContext<'_, S, N>, writer: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        // What tells of a span has that span's metadata.
        if event.metadata().is_span() && *event.metadata().level() < Level::DEBUG {
            return Ok(());
        }
        self.0.format_event(context, writer, event)
    }
}

/// Lines of JSON in this format. It tells as the spans around another's end those that the thread is in; a thread of sqlx's that
/// had the span of a statement last is in none.
struct JsonLines<F>(F);

impl<S, N, F> FormatEvent<S, N> for JsonLines<F>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
    F: FormatEvent<S, N>,
{
    fn format_event(&self, context: &FmtContext<'_, S, N>, mut writer: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        if !event.metadata().is_span() {
            return self.0.format_event(context, writer, event);
        }
        let mut text = String::new();
        self.0.format_event(context, Writer::new(&mut text), event)?;
        let mut line: Map<String, Value> = serde_json::from_str(&text).map_err(|_| fmt::Error)?;
        // From the root down to the span that ends.
        let mut around: Vec<Value> = Vec::new();
        if let Some(scope) = context.event_scope() {
            around.extend(scope.from_root().map(|span| fields::<S, N>(&span)));
        }
        around.pop();
        line.insert("spans".to_owned(), around.into());
        writeln!(writer, "{}", Value::from(line))
    }
}

/// The name of a span, and its fields as they were formatted.
fn fields<S, N>(span: &SpanRef<'_, S>) -> Value
where
    S: for<'a> LookupSpan<'a>,
    N: 'static,
{
    let extensions = span.extensions();
    let formatted = extensions.get::<FormattedFields<N>>().map_or("{}", |fields| fields.as_str());
    let mut fields: Map<String, Value> = serde_json::from_str(formatted).unwrap_or_default();
    fields.insert("name".to_owned(), span.name().into());
    fields.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    // OP-1, OP-7
    #[test]
    fn a_filter_is_levels_and_what_has_one() {
        for (typed, taken) in [
            ("info", "info"),
            (" WARN ", "WARN"),
            ("off", "off"),
            ("2", "2"),
            ("parlor=trace", "parlor=trace"),
            ("info, services=debug,", "info,services=debug"),
            ("warn,parlor::security=info", "warn,parlor::security=info"),
            ("info,[request{route}]=debug", "info,[request{route}]=debug"),
        ] {
            assert_eq!(filter(typed).as_deref(), Ok(taken), "{typed}");
        }
    }

    #[test]
    fn a_word_that_is_no_level_is_named() {
        for (typed, wrong) in [
            ("warning", "\"warning\""),
            ("verbose", "\"verbose\""),
            ("info,critical", "\"critical\""),
            ("services,info", "\"services\""),
            ("info,services=loud", "\"services=loud\""),
            ("", "must be"),
            (" , ", "must be"),
        ] {
            let said = filter(typed);
            assert!(said.as_ref().is_err_and(|problem| problem.contains(wrong)), "{typed}: {said:?}");
        }
    }
}
