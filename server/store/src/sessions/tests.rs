use super::*;
use crate::{
    fixtures::ten_thousand,
    statements::{analyze, plan, run, stores},
};

// LOAD-6: with each request one member is looked up, also in the largest organization of a server where most are small.
#[tokio::test]
async fn load_6_a_session_finds_its_member_by_an_index() {
    for store in stores().await {
        ten_thousand(&store).await;
        let owner = "SELECT account_id, 'owner', joined_at FROM memberships WHERE role = 'owner' LIMIT 1";
        run(
            &store,
            format!(
                "INSERT INTO memberships (organization_id, account_id, role, joined_at)
                 SELECT organizations.id, owners.* FROM organizations CROSS JOIN ({owner}) AS owners
                 WHERE organizations.slug LIKE 'zz-%'"
            ),
        )
        .await;
        analyze(&store).await;
        let plan = plan(&store, IN_ORGANIZATION.sql).await;
        let filtered = plan.iter().any(|step| step.contains("Join Filter: (memberships.account_id"));
        let scanned = plan.iter().any(|step| step.contains("Seq Scan") || step.starts_with("SCAN"));
        assert!(!filtered && !scanned, "{plan:#?}");
    }
}
