//! The Stats tab: charts with history, of one container or summed over several.

use crate::app::state::App;
use crate::app::stats::{Point, Series};
use crate::app::view::{Body, Chart, RowId, Tone, line};
use crate::model::capabilities::Capability;
use crate::model::ids::InstanceId;
use crate::model::units::{self, whole};

/// A value of a chart, and how it is said.
struct Measure {
    title: &'static str,
    of: fn(&Point) -> f32,
    rows: u16,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Percent,
    Memory,
    Rate,
}

const MEASURES: [Measure; 6] = [
    Measure {
        title: "cpu",
        of: |point| point.cpu_percent,
        rows: 4,
        kind: Kind::Percent,
    },
    Measure {
        title: "memory",
        of: |point| point.memory_bytes,
        rows: 4,
        kind: Kind::Memory,
    },
    Measure {
        title: "network in",
        of: |point| point.received_bytes,
        rows: 2,
        kind: Kind::Rate,
    },
    Measure {
        title: "network out",
        of: |point| point.sent_bytes,
        rows: 2,
        kind: Kind::Rate,
    },
    Measure {
        title: "disk read",
        of: |point| point.read_bytes,
        rows: 2,
        kind: Kind::Rate,
    },
    Measure {
        title: "disk written",
        of: |point| point.written_bytes,
        rows: 2,
        kind: Kind::Rate,
    },
];

impl App {
    pub(super) fn charts_body(&self, id: &RowId) -> Body {
        if !self.settings.stats {
            return Body::Message(line(Tone::Dim, "stats are switched off (setting `stats`)"));
        }
        if let Some(reason) = self
            .host()
            .and_then(|host| host.capabilities.missing(Capability::Stats))
        {
            return Body::Message(line(Tone::Warn, reason.to_owned()));
        }
        let instances = self.instances_of(id);
        let series: Vec<&Series> = instances
            .iter()
            .filter_map(|one| self.stats.get(one))
            .collect();
        if series.is_empty() {
            let runs = |one: &InstanceId| {
                self.instance(one)
                    .is_some_and(|one| one.container.is_running())
            };
            let text = if instances.iter().any(runs) {
                "reading…"
            } else {
                "it does not run"
            };
            return Body::Message(line(Tone::Dim, text));
        }
        let (points, count) = summed(&series);
        let width = usize::from(self.layout.body.width).saturating_sub(2).max(8);
        let mut charts: Vec<Chart> = MEASURES
            .iter()
            .map(|measure| self.chart(measure, &points, count, width, &instances))
            .collect();
        if let RowId::Stack(id) = id {
            charts.truncate(2);
            charts.extend(self.service_bars(id, width));
        }
        Body::Charts(charts)
    }

    fn chart(
        &self,
        measure: &Measure,
        points: &[Point],
        count: u64,
        width: usize,
        instances: &[InstanceId],
    ) -> Chart {
        let shown = points.len().min(width.saturating_sub(1));
        let values: Vec<f32> = points
            .iter()
            .skip(points.len() - shown)
            .map(measure.of)
            .collect();
        let highest = values.iter().copied().fold(0.0_f32, f32::max);
        let limit = self.memory_limit(instances);
        let (top, scale) = match measure.kind {
            Kind::Percent => {
                let top = nice(
                    highest,
                    &[
                        10.0, 25.0, 50.0, 100.0, 200.0, 400.0, 800.0, 1_600.0, 3_200.0, 6_400.0,
                    ],
                );
                (top, units::percent(f64::from(top)))
            }
            Kind::Memory => match limit {
                Some(limit) => (limit, format!("limit {}", show_bytes(limit))),
                None => power(highest, 16.0 * 1024.0 * 1024.0),
            },
            Kind::Rate => power(highest, 4_096.0),
        };
        let newest = values.last().copied().unwrap_or(0.0);
        let value = match measure.kind {
            Kind::Percent => units::percent(f64::from(newest)),
            Kind::Memory => show_bytes(newest),
            Kind::Rate => format!("{}/s", show_bytes(newest)),
        };
        let mut columns = vec![None; width];
        let width_64 = width as u64;
        for (back, value) in values.iter().rev().enumerate() {
            let number = count.saturating_sub(1 + back as u64);
            let column = usize::try_from(number % width_64).unwrap_or(0);
            if let Some(slot) = columns.get_mut(column) {
                *slot = Some((value / top).clamp(0.0, 1.0));
            }
        }
        let head = usize::try_from(count % width_64).unwrap_or(0);
        Chart {
            title: measure.title.to_owned(),
            value,
            scale,
            columns,
            head,
            rows: measure.rows,
        }
    }

    /// One bar a service: its part of the stack's memory.
    fn service_bars(&self, id: &crate::model::ids::StackId, width: usize) -> Vec<Chart> {
        let Some(stack) = self.domain.stack(id) else {
            return Vec::new();
        };
        let used = |instances: &[InstanceId]| self.usage(instances);
        let most = stack
            .services
            .iter()
            .filter_map(|one| used(&one.instances).1)
            .max()
            .unwrap_or(1)
            .max(1);
        let bar = |service: &crate::app::domain::Service| {
            let (cpu, memory) = used(&service.instances);
            let memory = memory?;
            #[expect(clippy::cast_precision_loss, reason = "a bar of some columns")]
            let part = memory as f32 / most as f32;
            #[expect(clippy::cast_precision_loss, reason = "a bar of some columns")]
            let columns = (0..width)
                .map(|column| ((column as f32) < part * width as f32).then_some(1.0))
                .collect();
            let cpu = cpu.map(units::percent).unwrap_or_default();
            Some(Chart {
                title: service.id.name.to_string(),
                value: format!("{cpu} {}", units::bytes(memory)),
                scale: String::new(),
                columns,
                head: width,
                rows: 1,
            })
        };
        stack.services.iter().filter_map(bar).collect()
    }

    /// The limit of the only container, where it has one.
    fn memory_limit(&self, instances: &[InstanceId]) -> Option<f32> {
        let [only] = instances else { return None };
        let limit = self
            .instance(only)?
            .container
            .details
            .as_ref()?
            .memory_limit_bytes;
        #[expect(clippy::cast_precision_loss, reason = "shown in a chart")]
        let limit = limit as f32;
        (limit > 0.0).then_some(limit)
    }
}

/// Points of several containers added, aligned at the newest.
fn summed(series: &[&Series]) -> (Vec<Point>, u64) {
    let length = series
        .iter()
        .map(|one| one.points().len())
        .max()
        .unwrap_or(0);
    let mut sum = vec![Point::default(); length];
    for one in series {
        let offset = length - one.points().len();
        for (slot, point) in sum.iter_mut().skip(offset).zip(one.points()) {
            *slot = slot.plus(*point);
        }
    }
    (sum, series.iter().map(|one| one.count()).max().unwrap_or(0))
}

/// The first step that holds the value.
fn nice(value: f32, steps: &[f32]) -> f32 {
    steps
        .iter()
        .copied()
        .find(|step| *step >= value)
        .unwrap_or(value)
}

/// `lowest` doubled until it holds the value.
fn power(value: f32, lowest: f32) -> (f32, String) {
    let mut top = lowest;
    while top < value && top < 1e15 {
        top *= 2.0;
    }
    (top, show_bytes(top))
}

fn show_bytes(value: f32) -> String {
    units::bytes(whole(f64::from(value)))
}
