//! The API's description, made from the table of routes and the descriptions of the forms, and its page for people.

use askama::Template;
use axum::Json;
use axum::http::Method;
use axum::response::IntoResponse as _;
use serde_json::{Map, Value, json};
use utoipa::openapi::path::{HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, InfoBuilder, OpenApi, OpenApiBuilder, PathsBuilder, Required, ResponseBuilder, ResponsesBuilder,
};

use crate::app::VERSION;
use crate::ask::{Answer, Ask, html};
use crate::drives;
use crate::employers::form_of;
use crate::form::{self, schema};
use crate::guard::permission::{Permission, Where};
use crate::letters;
use crate::publications;
use crate::routes::{self, Decides, Row};
use crate::text::Lang;
use crate::view::Frame;

const BEARER: &str = "token";

/// The description as JSON.
///
/// # Errors
/// 503 when it cannot be written, which only a mistake in it can cause.
pub async fn document(_: Ask) -> Answer {
    Ok(Json(describe()).into_response())
}

/// The whole document: frame by utoipa, bodies by the forms' own schemas.
#[must_use]
pub fn describe() -> Value {
    let rows = routes::table();
    let mut document = serde_json::to_value(frame(&rows)).unwrap_or(Value::Null);
    for row in rows.iter().filter(|row| described(row)) {
        let place = format!("/paths/{}/{}", row.path.replace('/', "~1"), row.method.as_str().to_lowercase());
        if let (Some(body), Some(operation)) = (body(row), document.pointer_mut(&place).and_then(Value::as_object_mut))
        {
            operation.insert("requestBody".to_owned(), body);
        }
    }
    document
}

/// The API's own rows, and those about the service itself.
fn described(row: &Row) -> bool {
    row.path.starts_with("/api/v1/") || ["/healthz", "/readyz", "/openapi.json"].contains(&row.path.as_str())
}

fn frame(rows: &[Row]) -> OpenApi {
    let mut paths = PathsBuilder::new();
    for row in rows.iter().filter(|row| described(row)) {
        let method = if row.method == Method::GET { HttpMethod::Get } else { HttpMethod::Post };
        paths = paths.path(row.path.clone(), PathItem::new(method, operation(row)));
    }
    let bearer = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("heyi (合意)")
                .version(VERSION)
                .description(Some(
                    "Special collective negotiations on women workers' rights. Problems are RFC 9457 details with a stable code.",
                ))
                .build(),
        )
        .paths(paths)
        .components(Some(ComponentsBuilder::new().security_scheme(BEARER, bearer).build()))
        .build()
}

fn operation(row: &Row) -> utoipa::openapi::path::Operation {
    let (permission, _) = permission(row, Lang::EN);
    let mut operation = OperationBuilder::new().summary(Some(summary(row, Lang::EN))).description(Some(permission));
    for name in row.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
        operation = operation.parameter(parameter(name, ParameterIn::Path, Required::True));
    }
    for name in query_of(row) {
        operation = operation.parameter(parameter(name, ParameterIn::Query, Required::False));
    }
    if row.method == Method::POST {
        for name in ["If-Match", "Idempotency-Key"] {
            operation = operation.parameter(parameter(name, ParameterIn::Header, Required::False));
        }
    }
    if row.path == "/api/v1/events" {
        for name in ["Accept", "Last-Event-ID"] {
            operation = operation.parameter(parameter(name, ParameterIn::Header, Required::False));
        }
    }
    if row.permission != Permission::Public {
        operation = operation.security(SecurityRequirement::new::<_, [String; 0], String>(BEARER, []));
    }
    let mut responses = ResponsesBuilder::new();
    for (status, about) in statuses(row) {
        responses = responses.response(*status, ResponseBuilder::new().description(*about).build());
    }
    operation.responses(responses.build()).build()
}

fn parameter(name: &str, place: ParameterIn, required: Required) -> ParameterBuilder {
    let text = utoipa::openapi::ObjectBuilder::new().schema_type(utoipa::openapi::schema::Type::String);
    ParameterBuilder::new().name(name).parameter_in(place).required(required).schema(Some(text))
}

fn query_of(row: &Row) -> &'static [&'static str] {
    match row.path.as_str() {
        "/api/v1/worklist" => &["region"],
        "/api/v1/cases" | "/api/v1/employers" | "/api/v1/letters" if row.method == Method::GET => {
            &["q", "region", "after", "limit"]
        }
        "/api/v1/coverage" => &["measure", "from", "on", "known", "region", "by", "filter", "trend", "format", "basis"],
        "/api/v1/coverage/members" => &["measure", "from", "on", "known", "region", "filter", "part", "after", "limit"],
        "/api/v1/publications" if row.method == Method::GET => &["region"],
        "/api/v1/publications/{publication}/published" => &["format"],
        "/api/v1/topics" => &["place", "on"],
        "/api/v1/deadlines" => &["place", "rule", "from"],
        "/api/v1/events" => &["after", "limit", "region", "form", "follow"],
        "/api/v1/cases/{case}/audit" => &["after"],
        _ => &[],
    }
}

fn statuses(row: &Row) -> &'static [(&'static str, &'static str)] {
    match (row.decides, row.permission) {
        (Some(Decides::Case(_)), _) => &[
            ("201", "Recorded; ETag is the new version"),
            ("401", "No account"),
            ("403", "Not this role, or not in this region"),
            ("404", "No such case"),
            ("409", "Changed meanwhile"),
            ("413", "Too large"),
            ("422", "Refused: fields, or the law"),
            ("503", "The store cannot answer; nothing was recorded"),
        ],
        (Some(Decides::Employer(_) | Decides::Drive(_)), _) => &[
            ("201", "Recorded; ETag is the new version"),
            ("401", "No account"),
            ("403", "Not this role, or not in this region"),
            ("404", "No such employer or drive"),
            ("409", "Changed meanwhile"),
            ("422", "Refused, with the field or the owner of the code"),
            ("503", "The store cannot answer; nothing was recorded"),
        ],
        (Some(Decides::Publication(_)), _) => &[
            ("201", "Recorded; ETag is the new version"),
            ("401", "No account"),
            ("403", "Not this role, or not in this region"),
            ("404", "No such publication"),
            ("409", "Changed meanwhile"),
            ("422", "Refused: fields, tables that cannot be published, or one's own proposal"),
            ("503", "The store cannot answer; nothing was recorded"),
        ],
        (Some(Decides::Letter(_)), _) => &[
            ("201", "Recorded; ETag is the new version"),
            ("401", "No account"),
            ("403", "Not this role, or not in this region"),
            ("404", "No such letter"),
            ("409", "Changed meanwhile"),
            ("422", "Refused: fields, or the rules of letters"),
            ("503", "The store cannot answer; nothing was recorded"),
        ],
        (None, Permission::Public) => &[("200", "The answer")],
        (None, _) => &[
            ("200", "The answer"),
            ("401", "No account"),
            ("403", "Not this role, or not in this region"),
            ("404", "Nothing there"),
            ("422", "A value that cannot be read"),
        ],
    }
}

fn body(row: &Row) -> Option<Value> {
    let form = match row.decides? {
        Decides::Case(kind) => schema::schema(form::spec(kind)),
        Decides::Employer(kind) => schema::schema(form_of(kind).spec),
        Decides::Letter(kind) => schema::schema(letters::form_of(kind).spec),
        Decides::Drive(kind) => schema::schema(drives::form_of(kind).spec),
        Decides::Publication(kind) => schema::schema(publications::form_of(kind).spec),
    };
    let mut content = Map::new();
    for kind in ["application/json", "multipart/form-data"] {
        content.insert(kind.to_owned(), json!({"schema": form}));
    }
    Some(json!({"required": true, "content": content}))
}

fn summary(row: &Row, l: Lang) -> String {
    let Some(decision) = row.decides else { return row.about.to_owned() };
    l.say(&match decision {
        Decides::Case(kind) => kind.say(),
        Decides::Employer(kind) => kind.say(),
        Decides::Letter(kind) => kind.say(),
        Decides::Drive(kind) => kind.say(),
        Decides::Publication(kind) => kind.say(),
    })
}

/// Who may, in words; and whether anybody may.
fn permission(row: &Row, l: Lang) -> (String, bool) {
    match row.permission {
        Permission::Public => (l.t("无需登录", "For anybody.").to_owned(), true),
        Permission::SignedIn => (l.t("登录即可", "For any account.").to_owned(), false),
        Permission::In(roles, place) => {
            let roles: Vec<&str> = roles.iter().map(|role| l.role(*role)).collect();
            let place = match place {
                Where::Case => l.t("案件所在地", "where the case is"),
                Where::Employer => l.t("用人单位所在地", "where the employer is"),
                Where::Letter => l.t("函件所在地", "where the letter is kept"),
                Where::Drive => l.t("要约行动所在地", "where the drive is held"),
                Where::Publication => l.t("发布所涉地区", "in the region of all its tables"),
                Where::Account => l.t("该账户的所有地区", "everywhere that account has a role"),
                Where::Region => l.t("所请求的地区", "in the region asked for"),
                Where::Whole => l.t("全部地区", "in the whole place served"),
                Where::Anywhere => l.t("任一地区", "anywhere"),
            };
            (format!("{} · {place}", roles.join(l.t("、", ", "))), false)
        }
    }
}

#[derive(Template)]
#[template(path = "api.html")]
struct Page {
    l: Lang,
    f: Frame,
    operations: Vec<OperationView>,
}

struct OperationView {
    method: String,
    path: String,
    summary: String,
    permission: String,
    fields: Vec<FieldView>,
}

struct FieldView {
    name: &'static str,
    required: bool,
    about: String,
}

/// The same for people.
///
/// # Errors
/// None to be expected.
pub async fn page(ask: Ask) -> Answer {
    html(&reference(Frame::of(&ask, ask.l().t("API 说明", "The API")), ask.l()))
}

fn reference(f: Frame, l: Lang) -> Page {
    let operations = routes::table().into_iter().filter(described).map(|row| OperationView {
        method: row.method.to_string(),
        summary: summary(&row, l),
        permission: permission(&row, l).0,
        fields: match row.decides {
            Some(Decides::Case(kind)) => fields(form::spec(kind), l),
            Some(Decides::Employer(kind)) => fields(form_of(kind).spec, l),
            Some(Decides::Letter(kind)) => fields(letters::form_of(kind).spec, l),
            Some(Decides::Drive(kind)) => fields(drives::form_of(kind).spec, l),
            Some(Decides::Publication(kind)) => fields(publications::form_of(kind).spec, l),
            None => Vec::new(),
        },
        path: row.path,
    });
    Page { l, f, operations: operations.collect() }
}

fn fields<K: form::Records>(spec: &form::FormSpec<K>, l: Lang) -> Vec<FieldView> {
    let field = |field: &form::Field| {
        let hint = field.hint.map(|hint| format!(" · {}", hint.to(l.0))).unwrap_or_default();
        FieldView { name: field.name, required: field.required, about: format!("{}{hint}", field.label.to(l.0)) }
    };
    spec.all_fields().map(field).collect()
}

#[cfg(test)]
mod tests {
    use heyi_core::decisions::DecisionKind;

    use super::*;
    use crate::ask::{Reader, Side};

    #[test]
    fn every_decision_is_described_with_its_fields() {
        let document = describe();
        for kind in DecisionKind::ALL {
            let path = match kind {
                DecisionKind::OpenCase => "/api/v1/cases".to_owned(),
                other if routes::BEGINNING.contains(other) => format!("/api/v1/cases/{}", other.name()),
                other => format!("/api/v1/cases/{{case}}/{}", other.name()),
            };
            let body = &document["paths"][&path]["post"]["requestBody"]["content"]["application/json"]["schema"];
            assert!(body["properties"]["note"].is_object(), "{path}");
        }
        assert!(document["paths"]["/api/v1/cases"]["get"].is_object(), "two methods of one path stand side by side");
    }

    #[test]
    fn the_page_for_people_lists_the_same() {
        for l in [Lang::ZH, Lang::EN] {
            let reader = Reader { l, side: Side::Page, request_id: "r".into(), here: "/api".into() };
            let page = reference(Frame::bare(&reader, "t"), l).render().unwrap();
            assert!(page.contains("/api/v1/cases/{case}/record-reply") && page.contains("in_writing"));
        }
    }
}
