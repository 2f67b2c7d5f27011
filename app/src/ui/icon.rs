//! Icons: 16 × 16, drawn with a line 1.5 wide, hidden from screen readers. The word beside an icon
//! says what it means; an icon alone sits in a button that has a label.

use leptos::prelude::*;

/// Every icon there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IconName {
    /// A house.
    Home,
    /// Two sliders.
    Settings,
    /// Two people.
    People,
    /// A person to be added.
    PersonPlus,
    /// One person.
    Person,
    /// A project.
    Project,
    /// Two tiles: several organizations.
    Tiles,
    /// Opens downwards.
    Down,
    /// Opens a choice.
    UpDown,
    /// Back, small.
    Left,
    /// On, small.
    Right,
    /// Back.
    ArrowLeft,
    /// On.
    ArrowRight,
    /// Sorted upwards.
    Sort,
    /// Makes one more.
    Plus,
    /// Takes one away.
    Minus,
    /// A looking glass.
    Search,
    /// Done, or chosen.
    Check,
    /// Closes, or failed.
    Cross,
    /// Three dots: a menu.
    More,
    /// A letter.
    Mail,
    /// A link.
    Link,
    /// A clock.
    Clock,
    /// A warning triangle.
    Warning,
    /// Good to know.
    Info,
    /// Locked.
    Lock,
    /// Protected.
    Shield,
    /// A laptop.
    Laptop,
    /// A phone.
    Phone,
    /// A tablet.
    Tablet,
    /// The way out.
    SignOut,
    /// Shows what is hidden.
    Eye,
    /// Hides what is shown.
    EyeOff,
    /// Downloads.
    Download,
    /// Takes it back.
    Undo,
    /// Once more.
    Refresh,
    /// A conversation.
    Chat,
    /// A key.
    Key,
    /// Light and dark.
    Sun,
    /// A bank card.
    Card,
    /// Opens the navigation.
    Menu,
    /// Deletes.
    Trash,
    /// Changes.
    Edit,
    /// No connection.
    Offline,
}

impl IconName {
    /// All of them, in the order of the list above: for the gallery.
    pub const ALL: [Self; 44] = [
        Self::Home,
        Self::Settings,
        Self::People,
        Self::PersonPlus,
        Self::Person,
        Self::Project,
        Self::Tiles,
        Self::Down,
        Self::UpDown,
        Self::Left,
        Self::Right,
        Self::ArrowLeft,
        Self::ArrowRight,
        Self::Sort,
        Self::Plus,
        Self::Minus,
        Self::Search,
        Self::Check,
        Self::Cross,
        Self::More,
        Self::Mail,
        Self::Link,
        Self::Clock,
        Self::Warning,
        Self::Info,
        Self::Lock,
        Self::Shield,
        Self::Laptop,
        Self::Phone,
        Self::Tablet,
        Self::SignOut,
        Self::Eye,
        Self::EyeOff,
        Self::Download,
        Self::Undo,
        Self::Refresh,
        Self::Chat,
        Self::Key,
        Self::Sun,
        Self::Card,
        Self::Menu,
        Self::Trash,
        Self::Edit,
        Self::Offline,
    ];

    /// The drawing inside the 16 × 16 box.
    const fn drawing(self) -> &'static str {
        match self {
            Self::Home => {
                r#"<path d="M2.5 7.25 8 2.75l5.5 4.5V13a.5.5 0 0 1-.5.5H9.75v-2.75a1.75 1.75 0 0 0-3.5 0v2.75H3a.5.5 0 0 1-.5-.5z"/>"#
            }
            Self::Settings => {
                r#"<path d="M2.5 5h6M12.5 5h1M2.5 11h1M7.5 11h6"/><circle cx="10.5" cy="5" r="2"/><circle cx="5.5" cy="11" r="2"/>"#
            }
            Self::People => {
                r#"<circle cx="6" cy="5.5" r="2.5"/><path d="M1.75 13.25c.3-2.3 2-3.75 4.25-3.75s3.95 1.45 4.25 3.75M10.75 3.2a2.5 2.5 0 0 1 0 4.6M12.3 9.9c1.1.65 1.8 1.8 1.95 3.35"/>"#
            }
            Self::PersonPlus => {
                r#"<circle cx="6.5" cy="5.5" r="2.5"/><path d="M2 13.25c.3-2.3 2.1-3.75 4.5-3.75 1 0 1.85.25 2.55.7M12.25 9.5v4.5M10 11.75h4.5"/>"#
            }
            Self::Person => {
                r#"<circle cx="8" cy="5.25" r="2.5"/><path d="M3.25 13.25C3.6 10.9 5.5 9.5 8 9.5s4.4 1.4 4.75 3.75"/>"#
            }
            Self::Project => r#"<path d="M4.5 2.75h7"/><rect x="2.5" y="5.25" width="11" height="8" rx="1.5"/>"#,
            Self::Tiles => {
                r#"<rect x="2.25" y="5.25" width="8.5" height="8.5" rx="1.5"/><path d="M5.75 2.5H12a1.5 1.5 0 0 1 1.5 1.5v6.25"/>"#
            }
            Self::Down => r#"<path d="m4.5 6.25 3.5 3.5 3.5-3.5"/>"#,
            Self::UpDown => r#"<path d="m5.25 6 2.75-2.75L10.75 6M5.25 10 8 12.75 10.75 10"/>"#,
            Self::Left => r#"<path d="M9.75 4.5 6.25 8l3.5 3.5"/>"#,
            Self::Right => r#"<path d="M6.25 4.5 9.75 8l-3.5 3.5"/>"#,
            Self::ArrowLeft => r#"<path d="M13 8H3.25M7 4 3 8l4 4"/>"#,
            Self::ArrowRight => r#"<path d="M3 8h9.75M9 4l4 4-4 4"/>"#,
            Self::Sort => r#"<path d="M8 12.75v-9.5M4.5 6.75 8 3.25l3.5 3.5"/>"#,
            Self::Plus => r#"<path d="M8 3.25v9.5M3.25 8h9.5"/>"#,
            Self::Minus => r#"<path d="M3.25 8h9.5"/>"#,
            Self::Search => r#"<circle cx="7" cy="7" r="4.25"/><path d="m10.25 10.25 3.25 3.25"/>"#,
            Self::Check => r#"<path d="m3.25 8.5 3.25 3.25 6.25-7.5"/>"#,
            Self::Cross => r#"<path d="m4 4 8 8M12 4l-8 8"/>"#,
            Self::More => r#"<path d="M3.5 8h.01M8 8h.01M12.5 8h.01" stroke-width="2"/>"#,
            Self::Mail => {
                r#"<rect x="2" y="3.25" width="12" height="9.5" rx="1.5"/><path d="m2.25 4.5 5.1 4.1a1 1 0 0 0 1.3 0l5.1-4.1"/>"#
            }
            Self::Link => {
                r#"<path d="M6.75 9.25a2.5 2.5 0 0 0 3.55 0l2-2a2.5 2.5 0 0 0-3.55-3.55l-.75.75M9.25 6.75a2.5 2.5 0 0 0-3.55 0l-2 2a2.5 2.5 0 0 0 3.55 3.55l.75-.75"/>"#
            }
            Self::Clock => r#"<circle cx="8" cy="8" r="5.75"/><path d="M8 4.75V8l2.25 1.5"/>"#,
            Self::Warning => {
                r#"<path d="M7.1 3 1.9 12a1 1 0 0 0 .9 1.5h10.4a1 1 0 0 0 .9-1.5L8.9 3a1.05 1.05 0 0 0-1.8 0zM8 6.5v3M8 11.5h.01"/>"#
            }
            Self::Info => r#"<circle cx="8" cy="8" r="5.75"/><path d="M8 7.5v3.25M8 5.25h.01"/>"#,
            Self::Lock => {
                r#"<rect x="3" y="7" width="10" height="6.5" rx="1.5"/><path d="M5.25 7V5a2.75 2.75 0 0 1 5.5 0v2"/>"#
            }
            Self::Shield => {
                r#"<path d="M8 1.75 3 3.5v4c0 3.1 2 5.5 5 6.75 3-1.25 5-3.65 5-6.75v-4z"/><path d="m5.9 7.9 1.5 1.5 2.8-3"/>"#
            }
            Self::Laptop => r#"<rect x="3" y="3.25" width="10" height="7" rx="1.25"/><path d="M1.75 12.75h12.5"/>"#,
            Self::Phone => r#"<rect x="4.5" y="1.75" width="7" height="12.5" rx="1.75"/><path d="M7.25 11.75h1.5"/>"#,
            Self::Tablet => r#"<rect x="3" y="2" width="10" height="12" rx="1.5"/><path d="M7.25 11.75h1.5"/>"#,
            Self::SignOut => {
                r#"<path d="M6.25 13.5h-2a1.5 1.5 0 0 1-1.5-1.5V4a1.5 1.5 0 0 1 1.5-1.5h2M10.5 11l3-3-3-3M13.25 8h-7"/>"#
            }
            Self::Eye => {
                r#"<path d="M1.75 8S4 3.75 8 3.75 14.25 8 14.25 8 12 12.25 8 12.25 1.75 8 1.75 8z"/><circle cx="8" cy="8" r="1.75"/>"#
            }
            Self::EyeOff => {
                r#"<path d="M6.4 3.95A6 6 0 0 1 8 3.75C12 3.75 14.25 8 14.25 8a11 11 0 0 1-1.6 2.1M4.2 5A10.6 10.6 0 0 0 1.75 8S4 12.25 8 12.25a6 6 0 0 0 2.8-.7M2.5 2.5l11 11M6.75 6.8a1.75 1.75 0 0 0 2.45 2.45"/>"#
            }
            Self::Download => r#"<path d="M8 2.5v7.25M4.75 6.75 8 10l3.25-3.25M2.75 13.25h10.5"/>"#,
            Self::Undo => r#"<path d="M5.5 3 2.75 5.75 5.5 8.5M3 5.75h6.25a3.75 3.75 0 0 1 0 7.5H6"/>"#,
            Self::Refresh => r#"<path d="M13.25 8a5.25 5.25 0 1 1-1.6-3.75l1.6 1.5M13.25 2.5v3.25H10"/>"#,
            Self::Chat => {
                r#"<path d="M2.25 4.25a1.5 1.5 0 0 1 1.5-1.5h8.5a1.5 1.5 0 0 1 1.5 1.5v5.5a1.5 1.5 0 0 1-1.5 1.5H6.5l-3 2.5v-2.5a1.3 1.3 0 0 1-1.25-1.5z"/>"#
            }
            Self::Key => r#"<circle cx="5.25" cy="10.75" r="2.75"/><path d="m7.25 8.75 6-6M11 5l2 2"/>"#,
            Self::Sun => {
                r#"<circle cx="8" cy="8" r="2.75"/><path d="M8 1.75v1M8 13.25v1M1.75 8h1M13.25 8h1M3.6 3.6l.7.7M11.7 11.7l.7.7M3.6 12.4l.7-.7M11.7 4.3l.7-.7"/>"#
            }
            Self::Card => r#"<rect x="1.75" y="3.25" width="12.5" height="9.5" rx="1.5"/><path d="M1.75 6.5h12.5"/>"#,
            Self::Menu => r#"<path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11"/>"#,
            Self::Trash => {
                r#"<path d="M2.75 4.25h10.5M6.25 4.25V3a.75.75 0 0 1 .75-.75h2a.75.75 0 0 1 .75.75v1.25M4 4.25l.5 8.4a1 1 0 0 0 1 .95h5a1 1 0 0 0 1-.95l.5-8.4"/>"#
            }
            Self::Edit => r#"<path d="m9.75 3.75 2.5 2.5L5.5 13H3v-2.5z"/>"#,
            Self::Offline => {
                r#"<path d="M2.5 2.5l11 11M5 9.6a4.3 4.3 0 0 1 2-1.1M3 7.1a7.4 7.4 0 0 1 2-1.4M7.9 4.75A7.4 7.4 0 0 1 13 7.1M9.9 8.9c.4.2.8.4 1.1.7M8 12.25h.01"/>"#
            }
        }
    }
}

/// One icon, in the colour of the text beside it.
#[component]
pub fn Icon(
    /// The icon that is drawn.
    name: IconName,
    /// Drawn 20 px wide instead of 16, with the same line.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    view! {
        <svg
            class=if large { "icon icon-20" } else { "icon" }
            viewBox="0 0 16 16"
            aria-hidden="true"
            inner_html=name.drawing()
        ></svg>
    }
}
