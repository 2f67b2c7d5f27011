//! `/account/export.json`: one's own data as a file (SI-9).

use app::error::AppError;
use axum::{
    extract::{Request, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use super::{Edge, calls};

const FILE: HeaderValue = HeaderValue::from_static("attachment; filename=\"parlor-account.json\"");

/// The file of whoever is signed in.
pub async fn download(State(edge): State<Edge>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let visit = edge.visit(&parts);
    let export = async {
        let caller = visit.caller().await?;
        Ok::<_, AppError>(edge.services.export(&caller).await?)
    };
    match export.await {
        Ok(export) => ([(header::CONTENT_DISPOSITION, FILE)], axum::Json(export)).into_response(),
        Err(error) => calls::refuse(&error),
    }
}
