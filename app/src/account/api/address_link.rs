//! The calls of a mailed link about an address (SI-8, SI-10).
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

use domain::{AddressAccess, FieldProblem, LinkPurpose, paths};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    error::AppError,
    form::Redirect,
    server::{self, HttpContext},
};

/// What the page of a mailed link about an address shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressLinkView {
    /// Whether it confirms the new address or keeps the old one.
    pub link: LinkPurpose,
    /// The address that the account would have.
    pub email: String,
    /// Whose account.
    pub name: String,
    /// The address that the account has.
    pub account: String,
    /// What it takes in this browser.
    pub access: AddressAccess,
}

/// What the page of a link about an address shows; changes nothing.
#[server(prefix = "/api", endpoint = "account/address-link")]
pub async fn address_link(#[server(default)] token: String) -> Result<AddressLinkView, AppError> {
    let request = HttpContext::current()?;
    let token = services::Token::parse(&token);
    let link = request.address_link(token.as_ref()).await?;
    Ok(AddressLinkView {
        link: link.purpose,
        email: link.email.to_string(),
        name: link.name.to_string(),
        account: link.account.to_string(),
        access: link.access,
    })
}
crate::secret_fields!("account/address-link": "token");

/// Confirms the new address, or undoes the change, as the link says. A new address also asks for the account: its session
/// in this browser, or its password (SI-8, SI-10).
#[server(prefix = "/api", endpoint = "account/use-address-link")]
pub async fn use_address_link(
    #[server(default)] token: String,
    #[server(default)] password: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let token = services::Token::parse(&token);
    let link = request.address_link(token.as_ref()).await?;
    let password = if link.access == AddressAccess::Password {
        let password = domain::Password::attempt(password);
        Some(password.map_err(|problem| AppError::field("password", FieldProblem::Password(problem)))?)
    } else {
        None
    };
    let moved =
        request.use_address_link(link, password).await.map_err(|error| server::wrong_password("password", error))?;
    if let Some(renewed) = &moved.browser {
        request.keep_signed_in(renewed);
    }
    Ok(Redirect::to(match moved.purpose {
        LinkPurpose::UndoAddress => paths::FORGOT_PASSWORD,
        _ => paths::ACCOUNT_SIGN_IN,
    }))
}
crate::secret_fields!("account/use-address-link": "token", "password");
