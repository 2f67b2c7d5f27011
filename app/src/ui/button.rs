//! Buttons, and links that look like them. Verb first; `…` when a dialog follows.

use leptos::{ev::MouseEvent, prelude::*};

use super::{Icon, IconName};

/// What a button is for. One `Primary` a view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The ordinary one.
    #[default]
    Plain,
    /// The one thing this view is for.
    Primary,
    /// No edge until it is hovered.
    Quiet,
    /// Red words: opens something dangerous, does nothing yet.
    Warning,
    /// Red ground: does it.
    Danger,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Primary => " button-primary",
            Self::Quiet => " button-quiet",
            Self::Warning => " button-warning",
            Self::Danger => " button-danger",
        }
    }
}

/// How tall a button is. On touch screens all of them grow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonSize {
    /// 28 px: inside a row or a bar.
    Small,
    /// 32 px: the workspace.
    #[default]
    Medium,
    /// 40 px: entry pages.
    Large,
}

impl ButtonSize {
    const fn class(self) -> &'static str {
        match self {
            Self::Small => " button-sm",
            Self::Medium => "",
            Self::Large => " button-lg",
        }
    }
}

fn class(kind: ButtonKind, size: ButtonSize, wide: bool) -> String {
    let wide = if wide { " button-wide" } else { "" };
    format!("button{}{}{wide}", kind.class(), size.class())
}

/// While it is busy, a click does nothing, not even send the form again.
fn pressed(busy: Signal<bool>, on_click: Option<Callback<()>>) -> impl Fn(MouseEvent) {
    move |event| {
        if busy.get_untracked() {
            event.prevent_default();
        } else if let Some(on_click) = on_click {
            on_click.run(());
        }
    }
}

/// A button. Busy, it keeps its width and its place in the tab order, shows a ring, and ignores
/// further clicks.
#[component]
pub fn Button(
    /// What it is for.
    #[prop(optional)]
    kind: ButtonKind,
    /// How tall it is.
    #[prop(optional)]
    size: ButtonSize,
    /// As wide as what it stands in.
    #[prop(optional)]
    wide: bool,
    /// Sends the form it stands in.
    #[prop(optional)]
    submit: bool,
    /// Cannot be pressed; say why beside it.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Whether what it began is still under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// An icon before the words.
    #[prop(optional)]
    icon: Option<IconName>,
    /// Called when pressed, unless busy.
    #[prop(optional, into)]
    on_click: Option<Callback<()>>,
    /// Name it sends with the form.
    #[prop(optional, into)]
    name: Option<String>,
    /// Value it sends with the form.
    #[prop(optional, into)]
    value: Option<String>,
    /// Id of the popover it opens and closes.
    #[prop(optional, into)]
    popovertarget: Option<String>,
    /// A fuller name for screen readers; begins with the visible words.
    #[prop(optional, into)]
    aria_label: Option<String>,
    /// What it says, for everybody to see.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            class=class(kind, size, wide)
            type=if submit { "submit" } else { "button" }
            name=name
            value=value
            popovertarget=popovertarget
            aria-label=aria_label
            aria-busy=move || busy.get().then_some("true")
            disabled=move || disabled.get()
            on:click=pressed(busy, on_click)
        >
            {icon.map(|name| view! { <Icon name /> })}
            {children()}
        </button>
    }
}

/// A square button that shows an icon alone; its label is for those who cannot see it.
#[component]
pub fn IconButton(
    /// The icon.
    icon: IconName,
    /// What it does, in words.
    #[prop(into)]
    label: String,
    /// What it is for.
    #[prop(default = ButtonKind::Quiet)]
    kind: ButtonKind,
    /// How tall it is.
    #[prop(optional)]
    size: ButtonSize,
    /// Sends the form it stands in.
    #[prop(optional)]
    submit: bool,
    /// Cannot be pressed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Whether what it began is still under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Called when pressed, unless busy.
    #[prop(optional, into)]
    on_click: Option<Callback<()>>,
    /// Id of the popover it opens and closes.
    #[prop(optional, into)]
    popovertarget: Option<String>,
    /// Shown on phones only, where the navigation hides.
    #[prop(optional)]
    only_phone: bool,
) -> impl IntoView {
    let phone = if only_phone { " only-phone" } else { "" };
    view! {
        <button
            class=format!("{} button-icon{phone}", class(kind, size, false))
            type=if submit { "submit" } else { "button" }
            popovertarget=popovertarget
            aria-label=label
            aria-busy=move || busy.get().then_some("true")
            disabled=move || disabled.get()
            on:click=pressed(busy, on_click)
        >
            <Icon name=icon />
        </button>
    }
}

/// A button that looks like a link, and sends the form it stands in. Busy, it ignores further clicks.
#[component]
pub fn SubmitLink(
    /// Whether what it began is still under way.
    #[prop(into)]
    busy: Signal<bool>,
    /// Whether it is less loud than other links.
    #[prop(optional)]
    quiet: bool,
    /// What it says, for everybody to see.
    children: Children,
) -> impl IntoView {
    let class = if quiet { "link link-quiet" } else { "link" };
    view! {
        <button
            class=class
            type="submit"
            aria-busy=move || busy.get().then_some("true")
            on:click=pressed(busy, None)
        >
            {children()}
        </button>
    }
}

/// A link that looks like a button: it leads somewhere instead of doing something.
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// What it is for.
    #[prop(optional)]
    kind: ButtonKind,
    /// How tall it is.
    #[prop(optional)]
    size: ButtonSize,
    /// As wide as what it stands in.
    #[prop(optional)]
    wide: bool,
    /// An icon before the words.
    #[prop(optional)]
    icon: Option<IconName>,
    /// A fuller name for screen readers; begins with the visible words.
    #[prop(optional, into)]
    aria_label: Option<String>,
    /// What it says, for everybody to see.
    children: Children,
) -> impl IntoView {
    view! {
        <a class=class(kind, size, wide) href=move || href.get() aria-label=aria_label>
            {icon.map(|name| view! { <Icon name /> })}
            {children()}
        </a>
    }
}
