//! What to do about errors whose stage has nothing to say beyond Compose's phrase.
//!
//! Compose's phrases are fixed, and say little to who meets them first; here stands, in one place to be read and
//! compared, what each of them asks for. A stage that knows more of the case (the nearest name, the value that is
//! meant) gives its own hint, and this one is not used.

use crate::compose::diagnostic::{Diagnostic, Report, Severity};
use crate::compose::schema;

/// Gives a reason and a hint to errors that have none.
pub fn complete(report: &mut Report) {
    for diagnostic in &mut report.diagnostics {
        if diagnostic.severity == Severity::Error && diagnostic.hint.is_none() {
            advise(diagnostic);
        }
    }
}

fn advise(diagnostic: &mut Diagnostic) {
    if let Some(hint) = schema::service_hint(&diagnostic.phrase) {
        diagnostic.hint = Some(hint);
        return;
    }
    let all = [
        FILES, VARIABLES, SERVICES, PORTS, MOUNTS, VALUES, RESOURCES, LISTS,
    ];
    let known = all.into_iter().flatten().find(|(fragment, ..)| {
        let why = diagnostic.why.as_deref().unwrap_or_default();
        diagnostic.phrase.contains(fragment) || why.contains(fragment)
    });
    if let Some((_, why, hint)) = known {
        diagnostic.hint = Some((*hint).to_owned());
        if diagnostic.why.is_none() && !why.is_empty() {
            diagnostic.why = Some((*why).to_owned());
        }
    }
}

/// A part of Compose's phrase, or of the reason that is known already; why it is said (empty: the phrase says it), and what to do.
type Row = (&'static str, &'static str, &'static str);

const FILES: &[Row] = &[
    (
        "empty compose file",
        "it has no service, network or volume",
        "begin it with `services:`, and below it `web: {image: nginx}`",
    ),
    (
        "no such file or directory",
        "",
        "create the file that is named, or correct the path",
    ),
    (
        "is a directory",
        "a file is expected there",
        "name a file in it",
    ),
    (
        "include cycle detected",
        "the files include each other, and so themselves",
        "take one of these includes out",
    ),
    (
        "key cannot contain a space",
        "",
        "write `NAME=value` on a line of its own, with no blank in the name",
    ),
    (
        "unterminated quoted value",
        "the quote that begins the value has no end",
        "close it, or put the value in the other kind of quotes",
    ),
    (
        "in variable name",
        "",
        "a name has letters, digits, `.`, `_` and `-`",
    ),
    (
        "contains whitespaces",
        "with `format: raw`, all before `=` is the name",
        "write `NAME=value`, without `export` and blanks",
    ),
    (
        "no variable name on line",
        "",
        "write a name before `=`, as in `NAME=value`",
    ),
    (
        "couldn't find env file",
        "",
        "create it, or correct the path",
    ),
    ("not UTF-8", "", "save the file as UTF-8"),
    ("UTF-8 octet", "", "save the file as UTF-8"),
    (
        "no services section",
        "",
        "put the service that is extended below `services:` there",
    ),
];

const VARIABLES: &[Row] = &[
    (
        "has no `}`",
        "",
        "add the `}`, or write `$$` for a dollar that begins no variable",
    ),
    (
        "is no operator",
        "",
        "give a default as in `${NAME:-text}`, or write `$$` for a dollar that begins no variable",
    ),
    (
        "invalid interpolation format",
        "",
        "write `$$` for a dollar that begins no variable",
    ),
    (
        "required variable",
        "the project asks for it, and has no default",
        "set it in the shell, in `.env`, or in a file of `--env-file`",
    ),
    (
        "Invalid template",
        "",
        "write `$$` for a dollar that begins no variable",
    ),
    (
        "invalid boolean",
        "",
        "write `true` or `false`, or give the variable such a value",
    ),
    (
        "strconv.ParseFloat",
        "",
        "write a number, or give the variable one as its value",
    ),
    (
        "strconv.",
        "",
        "write a whole number, or give the variable one as its value",
    ),
    (
        "overflows uint",
        "the number is below zero",
        "write a number from 0 on",
    ),
];

const SERVICES: &[Row] = &[
    (
        "Circular reference",
        "each of these services extends the next, and so itself",
        "take one `extends` out: what they have in common can stand in a service of its own",
    ),
    (
        "cannot extend service",
        "",
        "name a service that stands below `services` of that file",
    ),
    (
        "service is required",
        "",
        "name the service: `extends: {service: base}`",
    ),
    (
        "dependency cycle detected",
        "each waits for the next, so that none could start first",
        "take one of these dependencies out",
    ),
    (
        "on undefined service",
        "no file of the project has a service of this name",
        "declare it below `services`, or take the dependency out",
    ),
    (
        "can only depend on other services",
        "",
        "make the job a service, or take the dependency out",
    ),
    (
        "not found for network_mode",
        "",
        "declare it below `services`, or choose another `network_mode`",
    ),
    (
        "as additional contexts",
        "",
        "name a service of the project that has `build`",
    ),
    (
        "declared both as a service and a job",
        "",
        "give one of the two another name",
    ),
    ("mutualy exclusive dockerfile", "", "keep one of the two"),
    (
        "MUST include service.platform",
        "an image that is not built for the platform cannot run on it",
        "add it to `platforms` of `build`, or take `platform` out",
    ),
    (
        "can't set distinct values on",
        "both say the same thing",
        "keep one of the two, or give both the same value",
    ),
    (
        "target is required for non-rebuild actions",
        "the files have to go somewhere in the container",
        "add `target`, as in `target: /app/src`",
    ),
    (
        "must be greater than or equal to 0",
        "",
        "write a number from 0 on",
    ),
    (
        "healthcheck.test must start",
        "",
        "begin the list with `CMD` to run a program, or with `CMD-SHELL` for a line of the shell",
    ),
    (
        "invalid command line string",
        "a quote or a bracket is open at its end",
        "close it, or write the command as a list: `[\"sh\", \"-c\", \"…\"]`",
    ),
];

const PORTS: &[Row] = &[
    (
        "invalid proto",
        "",
        "the protocols are `tcp`, `udp` and `sctp`, as in `\"53:53/udp\"`",
    ),
    (
        "invalid hostPort",
        "a port is a number up to 65535, or a range as in `8000-8010`",
        "write `\"HOST:CONTAINER\"`, as in `\"8080:80\"`",
    ),
    (
        "invalid containerPort",
        "a port is a number up to 65535, or a range as in `8000-8010`",
        "write `\"HOST:CONTAINER\"`, as in `\"8080:80\"`",
    ),
    (
        "invalid ranges specified",
        "each port of the container needs one of the host",
        "make both ranges of one length",
    ),
    (
        "no port specified",
        "",
        "write the port of the container last, as in `\"8080:80\"`",
    ),
    (
        "invalid IP address",
        "only an address can stand before the port of the host",
        "write it in numbers, as in `\"127.0.0.1:8080:80\"`",
    ),
    (
        "invalid ip address",
        "",
        "write it in numbers, as in `host_ip: 127.0.0.1`",
    ),
    (
        "missing a target port",
        "",
        "add the port of the container, as in `target: 80`",
    ),
    ("for port", "", "write it as a text: `\"8080:80\"`"),
];

const MOUNTS: &[Row] = &[
    (
        "empty section between colons",
        "",
        "write `SOURCE:TARGET`, or the target alone; if a variable is empty there, give it a value",
    ),
    (
        "too many colons",
        "",
        "write `SOURCE:TARGET:OPTIONS`; for paths with colons, `type`, `source` and `target` as keys",
    ),
    (
        "invalid empty volume spec",
        "",
        "write `SOURCE:TARGET`, as in `data:/var/lib/data`, or take it out",
    ),
    (
        "missing a mount target",
        "",
        "add the path in the container, as in `target: /data`",
    ),
    (
        "field Source must not be empty",
        "",
        "add the path on the host, as in `source: ./data`",
    ),
    (
        "already mounted as",
        "two mounts cannot have one place in the container",
        "give one of them another target, or take it out",
    ),
    (
        "confusing device mapping",
        "",
        "write `SOURCE:TARGET:PERMISSIONS`, or `source`, `target` and `permissions` as keys",
    ),
    (
        "\"count\" and \"device_ids\"",
        "`count` takes any devices, `device_ids` takes these",
        "keep one of the two",
    ),
];

const VALUES: &[Row] = &[
    (
        "invalid size",
        "",
        "write a number and a unit, as in `512m` or `2g`",
    ),
    (
        "invalid suffix",
        "",
        "the units are `b`, `k`, `m`, `g`, `t` and `p`, as in `512m`",
    ),
    (
        " duration ",
        "",
        "write numbers and units without blanks, as in `1h30m`, `90s` or `500ms`",
    ),
    (
        "missing IP",
        "",
        "write the address behind the name, as in `db:10.0.0.5`",
    ),
    ("trailing space", "", "take the blank before `=` out"),
    (
        "cannot construct",
        "the tag (`!!…`) asks for another type",
        "take the tag out, or write such a value",
    ),
    (
        "'time.Time'",
        "a date without quotes is no text",
        "put it in quotes",
    ),
    (
        "only allowed is 'all' or a number",
        "",
        "write `count: all`, or a number of devices",
    ),
];

const RESOURCES: &[Row] = &[
    (
        "conflicting parameters \"external\"",
        "an external one exists already: nothing is made for it",
        "leave only `external` and `name`, or take `external` out",
    ),
    (
        "attributes are mutually exclusive",
        "its content can come from one place",
        "keep one of them",
    ),
    (
        "must be set",
        "its content has to come from somewhere",
        "add one of them, as in `file: ./app.conf`",
    ),
    (
        "must declare either `file` or `environment`",
        "its content has to come from somewhere",
        "add one of them, as in `file: ./token.txt`",
    ),
    (
        "refers to undefined",
        "",
        "declare it at the top level of the file",
    ),
];

const LISTS: &[Row] = &[
    (
        "unexpected type",
        "",
        "write each item as a text, as in `NAME=value`",
    ),
    (
        "cannot override",
        "",
        "write it in the same form in both files",
    ),
    (
        "must be a mapping",
        "",
        "write keys and values below it, with a blank behind each colon, as in `image: nginx`",
    ),
    (
        "unconvertible type",
        "",
        "write a value of the type that is expected",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn advised(diagnostic: Diagnostic) -> Diagnostic {
        let mut report = Report::default();
        report.add(diagnostic);
        complete(&mut report);
        report.diagnostics.remove(0)
    }

    #[test]
    fn a_hint_of_the_stage_itself_is_kept() {
        let own = Diagnostic::error("invalid proto: x").hint("own");
        assert_eq!(advised(own).hint.as_deref(), Some("own"));
        let why = advised(Diagnostic::error("invalid hostPort: x").why("own"));
        assert_eq!(why.why.as_deref(), Some("own"));
        assert!(why.hint.is_some());
    }

    #[test]
    fn warnings_are_left_alone() {
        assert_eq!(advised(Diagnostic::warning("invalid proto: x")).hint, None);
    }

    #[test]
    fn a_key_of_a_service_in_the_place_of_one_is_seen() {
        let hint = |phrase| advised(Diagnostic::error(phrase)).hint.unwrap();
        assert!(hint("services.image must be a mapping").contains("name missing above it"));
        assert!(hint("services.web must be a mapping").contains("keys and values"));
    }
}
