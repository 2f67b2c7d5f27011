//! `/account/export.json`: one's own data as a file (SI-9).

use app::error::AppError;
use axum::{
    extract::{Request, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use super::{
    Edge, origin,
    refusal::{self, Way},
};

const FILE: HeaderValue = HeaderValue::from_static("attachment; filename=\"parlor-account.json\"");

/// The file of whoever is signed in.
pub(super) async fn download(State(edge): State<Edge>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let context = edge.context(&parts);
    let export = async {
        if origin::is_foreign(&parts.headers, &edge.public_url) {
            return Err(AppError::CrossSite { address: edge.public_url.to_string() });
        }
        let caller = context.caller().await?;
        Ok(context.export(&caller).await?)
    };
    match export.await {
        Ok(export) => ([(header::CONTENT_DISPOSITION, FILE)], axum::Json(export)).into_response(),
        Err(error) => refusal::answer(&edge, &parts.headers, &error, Way::Back(domain::paths::ACCOUNT.to_owned())),
    }
}
