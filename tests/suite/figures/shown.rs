//! What the page shows of figures without script: tiles, the table behind the chart, and which pages may run a script.

use heyi_tests::visitor::Visitor;
use reqwest::{Method, header};

use super::{CITIES, Desk};

/// What stands between two texts, at each place.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    text.split(start).skip(1).map(|rest| rest.split(end).next().unwrap()).collect()
}

/// The text of a piece of a page.
fn plain(piece: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in piece.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => text.push(letter),
            _ => {}
        }
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_tiles_and_table_of_the_cities_hold_the_digits_of_the_json() {
    let desk = Desk::open().await;
    desk.jiangsu().await;
    let question = "measure=women-covered&on=2026-06-30&by=city";
    let table = desk.ask(question).await;
    let statistician = Visitor::log_in(&desk.app, "statistician").await;
    let page = statistician.page(&format!("/coverage?region=320000&{question}")).await;
    let tiles = between(&page, "<li class=\"tile ", "</li>");
    assert_eq!(tiles.len(), 13, "each city once");
    assert_eq!(tiles.iter().filter(|tile| tile.contains("无记录")).count(), 1, "Suqian");
    for row in table["rows"].as_array().unwrap() {
        let (city, cell) = (row["keys"][0].as_str().unwrap(), &row["cell"]);
        let (number, base) = (cell["confirmed"].as_u64().unwrap() + cell["derived"].as_u64().unwrap(), &cell["base"]);
        let tile = tiles.iter().find(|tile| tile.contains(&format!("data-code=\"{city}\""))).unwrap();
        let said = plain(tile);
        assert!(said.contains(&format!("{number} / {base}")), "{city}: {said}");
        assert!(said.contains(&format!("人数不明 {} 家", cell["employers"]["base_without_count"])), "{city}: {said}");
        assert!(tile.contains(&format!("filter=city%3A{city}&#38;part=counted")), "{tile}");
        // The row that the chart reads says the same, in women, with their employers apart.
        let name = format!("<tr data-name=\"{}\">", row["labels"][0]["zh"].as_str().unwrap());
        let line = between(&page, &name, "</tr>")[0].to_owned();
        let cell_of =
            |of: &str| plain(between(&line, &format!("data-of=\"{of}\""), "</td>")[0].split_once('>').unwrap().1);
        assert_eq!((cell_of("counted"), cell_of("base")), (number.to_string(), base.to_string()));
        assert_eq!(cell_of("derived"), cell["derived"].to_string());
        assert_eq!(
            cell_of("employers"),
            format!(
                "{} / {}",
                cell["employers"]["confirmed"].as_u64().unwrap() + cell["employers"]["derived"].as_u64().unwrap(),
                cell["employers"]["base"]
            )
        );
        assert!(page.contains(&format!("{}%", cell_of("share").trim_end_matches('%'))));
    }
    assert_eq!(between(&page, "<tr data-name", ">").len(), CITIES.len(), "the total is not drawn");
    assert!(
        between(&page, "<figure class=\"chart\"", ">")[0].ends_with("hidden"),
        "without script there is no empty chart"
    );
    // Of a city alone, or by another dimension too, there is no map.
    for other in [
        "region=320100&measure=women-covered&by=city",
        "region=320000&by=city&by=ownership",
        "region=320000&by=ownership",
    ] {
        assert!(!statistician.page(&format!("/coverage?{other}")).await.contains("class=\"tiles\""), "{other}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_only_a_page_that_draws_may_run_scripts() {
    let desk = Desk::open().await;
    desk.jiangsu().await;
    let statistician = Visitor::log_in(&desk.app, "statistician").await;
    let policy = async |path: &str| {
        let answer = statistician.request(Method::GET, path).send().await.unwrap();
        let policy = answer.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
        (policy, answer.text().await.unwrap())
    };
    for (path, draws) in [
        ("/coverage?measure=women-covered&by=city", true),
        ("/coverage?measure=contracts-in-force&trend=month", true),
        ("/coverage?measure=women-covered", false),
        ("/coverage", false),
        ("/employers", false),
    ] {
        let (policy, page) = policy(path).await;
        assert_eq!((policy.contains("script-src 'self'"), page.contains("<script")), (draws, draws), "{path}");
        assert!(!policy.contains("unsafe") && policy.contains("default-src 'none'"), "{policy}");
        // No script stands in the page itself.
        assert!(between(&page, "<script", "</script>").iter().all(|script| script.ends_with("defer>")), "{path}");
        assert!(!page.contains(" style=\"") && !page.contains("onclick"), "{path}");
    }
    // The library comes compressed to who takes it, whole to others, and both are the same file.
    let ask = |taken: Option<&str>| {
        let request = statistician.request(Method::GET, "/static/echarts.common.min.js?v=6.1.0");
        match taken {
            Some(taken) => request.header(header::ACCEPT_ENCODING, taken),
            None => request,
        }
    };
    let whole = ask(None).send().await.unwrap();
    assert!(whole.headers()[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    let whole = whole.bytes().await.unwrap();
    let packed = ask(Some("gzip, br")).send().await.unwrap();
    assert_eq!(packed.headers()[header::CONTENT_ENCODING], "gzip");
    let packed = packed.bytes().await.unwrap();
    assert!(
        packed.starts_with(&[0x1f, 0x8b]) && packed.len() * 5 < whole.len() * 2,
        "{} of {}",
        packed.len(),
        whole.len()
    );
    println!("the library of charts: {} bytes, compressed {}", whole.len(), packed.len());
    let licences = statistician.page("/static/echarts-licences.txt").await;
    assert!(licences.contains("Apache License"));
}
