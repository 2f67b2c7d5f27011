//! What a person's password must not be made of (SU-2).

use domain::{AccountId, OwnWords};
use tracing::instrument;

use crate::{Result, Services};

impl Services {
    /// The words of somebody with this address and name, in no organization yet.
    pub fn own_words(&self, email: &str, name: &str) -> OwnWords {
        OwnWords { email: email.into(), name: name.into(), organizations: Vec::new(), host: self.host() }
    }

    /// The words of somebody who has an account, their organizations among them.
    ///
    /// # Errors
    /// When they cannot be read.
    #[instrument(level = "debug", skip_all, fields(%account))]
    pub async fn own_words_of(&self, account: AccountId, email: &str, name: &str) -> Result<OwnWords> {
        let memberships = self.store.memberships(account, self.now()).await?;
        let organizations = memberships.into_iter().map(|membership| membership.organization.name.into()).collect();
        Ok(OwnWords { organizations, ..self.own_words(email, name) })
    }
}
