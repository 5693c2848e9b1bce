//! Screens made by hand: a server with a crash loop, as the screens page pictures it.

use crate::app::layout::{Arrangement, Focus, Layout, layout};
use crate::app::modal::Modal;
use crate::app::screen::{Footer, ListView, Screen};
use crate::app::view::{Body, Fold, Header, Headline, Hint, Page, Problem, Row, RowId, Tab, Tone};
use crate::model::ids::{Manager, ServiceId, StackId};
use crate::model::status::Status;
use crate::testing::bodies;

/// A screen to be changed and then drawn.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Columns and rows.
    pub size: (u16, u16),
    /// The pane with the keys, and whether it is alone.
    pub arrangement: Arrangement,
    /// Only ASCII.
    pub ascii: bool,
    /// The top line.
    pub header: Header,
    /// In place of the panes.
    pub page: Option<Page>,
    /// Stacks and services.
    pub list: ListView,
    /// Containers.
    pub containers: ListView,
    /// Head of the detail pane.
    pub headline: Headline,
    /// What is wrong with the selection's file.
    pub problem: Problem,
    /// Its tab.
    pub tab: Tab,
    /// Its content.
    pub body: Body,
    /// The bottom line.
    pub footer: Footer,
    /// Over the panes.
    pub modals: Vec<Modal>,
}

impl Sample {
    /// The log of a service in a crash loop, on a screen of this size.
    pub fn new(width: u16, height: u16) -> Self {
        let rows = list_rows();
        let containers = vec![container()];
        Self {
            size: (width, height),
            arrangement: Arrangement {
                list_length: u16::try_from(rows.len()).unwrap_or(u16::MAX),
                containers_length: 1,
                ..Arrangement::default()
            },
            ascii: false,
            header: header(),
            page: None,
            list: view("Stacks", rows, Some(1)),
            containers: view("Containers of shop/api", containers, Some(0)),
            headline: headline(),
            problem: Problem::default(),
            tab: Tab::Logs,
            body: bodies::logs(),
            footer: footer(),
            modals: Vec::new(),
        }
    }

    /// The same with another tab.
    #[must_use]
    pub fn tab(mut self, tab: Tab, body: Body) -> Self {
        (self.tab, self.body) = (tab, body);
        self.headline.corner.clear();
        self
    }

    /// The same with the keys in another pane.
    #[must_use]
    pub const fn focus(mut self, focus: Focus) -> Self {
        self.arrangement.focus = focus;
        self
    }

    /// The same with something over the panes.
    #[must_use]
    pub fn modal(mut self, modal: Modal) -> Self {
        self.modals.push(modal);
        self
    }

    /// The same with a page in place of the panes.
    #[must_use]
    pub fn page(mut self, page: Page) -> Self {
        self.page = Some(page);
        self
    }

    /// Where everything stands.
    pub fn layout(&self) -> Layout {
        layout(self.size.0, self.size.1, self.arrangement)
    }

    /// As the application hands it to the view.
    pub fn screen(&self) -> Screen<'_> {
        let layout = self.layout();
        Screen {
            layout,
            focus: self.arrangement.focus,
            ascii: self.ascii,
            spinner: 0,
            header: self.header.clone(),
            page: self.page.clone(),
            list: seen(&self.list, layout.list_rows.height),
            containers: seen(&self.containers, layout.containers_rows.height),
            headline: self.headline.clone(),
            problem: self.problem.clone(),
            tab: self.tab,
            body: self.body.clone(),
            footer: self.footer.clone(),
            modals: &self.modals,
        }
    }
}

/// The rows that have room.
fn seen(view: &ListView, rows: u16) -> ListView {
    let mut view = view.clone();
    view.rows.truncate(usize::from(rows));
    view
}

fn view(title: &str, rows: Vec<Row>, cursor: Option<usize>) -> ListView {
    ListView {
        title: title.to_owned(),
        total: rows.len(),
        rows,
        cursor,
        first: 0,
        is_stale: false,
        if_empty: "nothing here",
    }
}

/// A row without figures: `depth` 0 is a stack.
pub fn row(depth: u16, status: Status, name: &str, ratio: &str, note: &str) -> Row {
    let stack = StackId {
        host: "web01".into(),
        manager: Manager::Compose,
        name: name.into(),
    };
    Row {
        id: match depth {
            0 => RowId::Stack(stack),
            1 => RowId::Service(ServiceId {
                name: name.into(),
                stack,
            }),
            _ => RowId::Instance(name.into()),
        },
        depth,
        fold: if depth == 0 { Fold::Open } else { Fold::None },
        status,
        name: name.to_owned(),
        ratio: ratio.to_owned(),
        note: note.to_owned(),
        is_pending: false,
        is_marked: false,
        cpu: String::new(),
        memory: String::new(),
        ports: String::new(),
        image: String::new(),
        restarts: String::new(),
        badge: String::new(),
    }
}

/// A row with figures.
fn busy(mut row: Row, cpu: &str, memory: &str, ports: &str) -> Row {
    cpu.clone_into(&mut row.cpu);
    memory.clone_into(&mut row.memory);
    ports.clone_into(&mut row.ports);
    row
}

/// The rows of the screens page.
pub fn list_rows() -> Vec<Row> {
    use Status::{CrashLoop, Done, Healthy, NotCreated, Running, Starting, Unhealthy};
    let mut shop = row(0, CrashLoop, "shop", "3/4", "crash loop");
    "Δ".clone_into(&mut shop.badge);
    let mut web = busy(
        row(1, Running, "web", "2/2", "restarting…"),
        "0%",
        "24M",
        ":80 :443",
    );
    web.is_pending = true;
    let mut grafana = busy(
        row(1, Unhealthy, "grafana", "0/1", "unhealthy · 8m"),
        "12%",
        "305M",
        ":3000",
    );
    grafana.is_marked = true;
    let mut mail = row(0, Healthy, "mail", "6/6", "healthy");
    mail.fold = Fold::Closed;
    let mut blog = row(0, NotCreated, "blog", "0/3", "not created");
    blog.fold = Fold::Closed;
    vec![
        shop,
        busy(
            row(1, CrashLoop, "api", "0/1", "exit 1 · 12×"),
            "2%",
            "118M",
            ":8080",
        ),
        busy(
            row(1, Healthy, "db", "1/1", "healthy · 3d"),
            "1%",
            "210M",
            "",
        ),
        web,
        row(1, Done, "migrate", "", "done · 3d"),
        row(0, Unhealthy, "metrics", "2/3", "unhealthy"),
        grafana,
        busy(
            row(1, Running, "prometheus", "1/1", "running · 9d"),
            "104%",
            "1.2G",
            ":9090",
        ),
        busy(
            row(1, Starting, "loki", "0/1", "starting · 4s"),
            "7%",
            "88M",
            "",
        ),
        mail,
        busy(row(0, Running, "proxy", "1/1", "running"), "0%", "12M", ""),
        blog,
        row(0, Running, "loose", "2", ""),
    ]
}

fn container() -> Row {
    let mut row = busy(
        row(2, Status::CrashLoop, "shop-api-1", "", "exit 1 · 12×"),
        "2%",
        "118M",
        ":8080",
    );
    "shop/api:1.5".clone_into(&mut row.image);
    "12×".clone_into(&mut row.restarts);
    row
}

/// The top line of the screens page.
pub fn header() -> Header {
    let piece = |tone, text: &str| (tone, text.to_owned());
    Header {
        left: ["web01", "engine 28.5", "5 stacks", "23 containers"]
            .map(str::to_owned)
            .to_vec(),
        attention: vec![
            piece(Tone::Bad, "▲ 2 failing"),
            piece(Tone::Warn, "  Δ 1 drift"),
        ],
        right: vec![
            piece(Tone::Normal, "cpu 34%"),
            piece(Tone::Normal, "mem 5.1G/15.6G"),
            piece(Tone::Warn, "read-only"),
        ],
    }
}

fn headline() -> Headline {
    let piece = |tone, text: &str| (tone, text.to_owned());
    Headline {
        title: "shop/api".to_owned(),
        state: vec![
            piece(Tone::Bad, "▲ crash loop"),
            piece(Tone::Normal, " · exit 1 (application error) · 12 starts"),
            piece(Tone::Dim, " · next in 12 s"),
        ],
        gauges: vec![
            piece(Tone::Dim, "cpu "),
            piece(Tone::Normal, "2%"),
            piece(Tone::Dim, "   mem "),
            piece(Tone::Normal, "118M of 512M"),
            piece(Tone::Dim, "   net "),
            piece(Tone::Normal, "↓1K ↑0"),
            piece(Tone::Dim, "   pids "),
            piece(Tone::Normal, "12"),
        ],
        corner: "following · 1,204 lines".to_owned(),
    }
}

fn footer() -> Footer {
    let hints = [
        ("r", "restart"),
        ("e", "edit env"),
        ("u", "plan"),
        ("!", "why"),
        ("m", "logs"),
        ("E", "shell"),
        ("x", "more"),
        ("/", "filter"),
        (":", "command"),
        ("?", "help"),
    ];
    Footer {
        prompt: None,
        hints: hints
            .map(|(key, label)| Hint {
                key: key.to_owned(),
                label: label.to_owned(),
            })
            .to_vec(),
        right: Some((Tone::Bad, "▲ api failed 12:01".to_owned())),
    }
}
