//! `config --variables` where a variable is used with several defaults. Compose walks mappings in an order that changes
//! from run to run, and prints the first that it meets: any of them is its answer.

use super::case::Case;

/// Where the columns of a table begin: required, default, alternate.
type Columns = [usize; 3];

/// The golden of a case that is unstable, each line that our text does not have replaced by ours where both say what
/// the files say of that variable.
pub(crate) fn settled(case: &Case, golden: &str, text: &str) -> String {
    let (Some(theirs), Some(ours)) = (columns(golden), columns(text)) else {
        return golden.to_owned();
    };
    let settle = |line: &str| -> String {
        let name = cells(line, theirs)[0];
        let other = text.lines().find(|other| cells(other, ours)[0] == name);
        match other {
            Some(other)
                if cells(line, theirs)[1] == cells(other, ours)[1]
                    && is_written(case, cells(line, theirs))
                    && is_written(case, cells(other, ours)) =>
            {
                other.to_owned()
            }
            _ => line.to_owned(),
        }
    };
    golden.lines().map(|line| settle(line) + "\n").collect()
}

fn columns(table: &str) -> Option<Columns> {
    let header = table.lines().find(|line| line.starts_with("NAME "))?;
    Some([
        header.find("REQUIRED")?,
        header.find("DEFAULT VALUE")?,
        header.find("ALTERNATE VALUE")?,
    ])
}

/// Name, required, default and alternate.
fn cells(line: &str, [required, default, alternate]: Columns) -> [&str; 4] {
    let cell = |from: usize, to: usize| line.get(from..to.min(line.len())).unwrap_or("").trim();
    [
        cell(0, required),
        cell(required, default),
        cell(default, alternate),
        cell(alternate, line.len()),
    ]
}

/// Whether some file uses a variable with this default and with this alternate.
fn is_written(case: &Case, [name, _, default, alternate]: [&str; 4]) -> bool {
    let written = |operator: char, value: &str| {
        value.is_empty()
            || case.inputs.iter().any(|(_, content)| {
                let content = String::from_utf8_lossy(content);
                [
                    format!("${{{name}:{operator}{value}}}"),
                    format!("${{{name}{operator}{value}}}"),
                ]
                .iter()
                .any(|form| content.contains(form))
            })
    };
    written('-', default) && written('+', alternate)
}
