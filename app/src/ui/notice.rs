//! Notices stay until they are no longer true. An error is a notice, never a toast.

use leptos::{html, prelude::*};

use super::{Icon, IconName};

/// What a notice means. Never by colour alone: each has a shape, and words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoticeTone {
    /// Good to know.
    #[default]
    Plain,
    /// Done.
    Ok,
    /// Look here before you go on.
    Warn,
    /// Refused or failed.
    Danger,
}

impl NoticeTone {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "notice",
            Self::Ok => "notice notice-ok",
            Self::Warn => "notice notice-warn",
            Self::Danger => "notice notice-danger",
        }
    }

    const fn icon(self) -> IconName {
        match self {
            Self::Plain => IconName::Info,
            Self::Ok => IconName::Check,
            Self::Warn | Self::Danger => IconName::Warning,
        }
    }
}

/// One sentence or two on a soft ground.
#[component]
pub fn Notice(
    /// What it means.
    #[prop(optional)]
    tone: NoticeTone,
    /// Its shape, if another than the tone's own fits better.
    #[prop(optional)]
    icon: Option<IconName>,
    /// Came with the page, so it is read in its place instead of being announced.
    #[prop(optional)]
    still: bool,
    /// What to say, with its next step.
    children: Children,
) -> impl IntoView {
    let role = match tone {
        _ if still => None,
        NoticeTone::Danger => Some("alert"),
        _ => Some("status"),
    };
    view! {
        <div class=tone.class() role=role>
            <Icon name=icon.unwrap_or_else(|| tone.icon()) />
            <div>{children()}</div>
        </div>
    }
}

/// A mistake that belongs to the whole form. Arriving after the page, it is announced and takes
/// the focus; nothing is there while there is none.
#[component]
pub fn FormError(
    /// The mistake.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// Its shape.
    #[prop(default = IconName::Warning)]
    icon: IconName,
    /// More after the sentence, such as the link that helps.
    #[prop(optional)]
    children: Option<ChildrenFn>,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |seen: Option<()>| {
        let wrong = error.get().is_some();
        if seen.is_some() && wrong {
            request_animation_frame(move || {
                // The form may be gone by now.
                if let Some(Some(notice)) = node.try_get_untracked() {
                    _ = notice.focus();
                }
            });
        }
    });
    move || {
        error.get().map(|sentence| {
            let more = children.clone();
            view! {
                <div class="notice notice-danger" role="alert" tabindex="-1" node_ref=node>
                    <Icon name=icon />
                    <div>{sentence} {more.map(|more| view! { " " {more()} })}</div>
                </div>
            }
        })
    }
}
