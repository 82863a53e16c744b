// Draws the table of figures on this page, and nothing that is not in it: the numbers are read from its cells. Without this script the
// table is all there is, and nothing is missing. As SVG, so that it prints sharply; with patterns, so that it is read without colour.
(function () {
  "use strict";
  const figure = document.getElementById("chart"), table = document.getElementById("figures");
  if (!figure || !table || !window.echarts) return;

  const ink = "#1c2430", font = getComputedStyle(document.documentElement).fontFamily;
  // A pattern of nothing. Each number has one of its own, as the library writes into it.
  const plain = () => ({ symbol: "none" });
  // How each number looks: a colour, a pattern, and in a course over time a line and the mark of its points.
  const looks = {
    counted: { color: "#0b4f9e", decal: plain(), line: "solid", mark: "circle" },
    confirmed: { color: "#0b4f9e", decal: plain(), line: "solid", mark: "circle" },
    derived: { color: "#8db4e2", decal: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4, color: ink }, line: "dashed", mark: "triangle" },
    unknown: { color: "#f0e2b6", decal: { symbol: "circle", symbolSize: 0.7, dashArrayX: [[6, 6], [0, 6, 6, 0]], dashArrayY: [6, 0], color: ink }, line: "dotted", mark: "diamond" },
    rest: { color: "#ffffff", decal: plain(), line: "solid", mark: "rect" },
    median: { color: "#0b4f9e", decal: plain(), line: "solid", mark: "circle" },
    p90: { color: "#8db4e2", decal: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4, color: ink }, line: "dashed", mark: "triangle" },
  };

  // The rows that are drawn: each with its name, its numbers, and the address of whom it counts.
  const rows = [...table.querySelectorAll("tbody tr[data-name]")].map(function (row) {
    const cell = (of) => row.querySelector('td[data-of="' + of + '"]');
    const text = (of) => (cell(of) ? cell(of).textContent.trim() : "");
    const number = (of) => (/^\d+$/.test(text(of)) ? Number(text(of)) : null);
    const counted = number("counted"), derived = number("derived"), unknown = number("unknown"), base = number("base");
    const link = cell("counted").querySelector("a");
    return {
      name: row.dataset.name, href: link ? link.href : "", counted: counted, base: base, share: text("share"),
      confirmed: counted - derived, derived: derived, unknown: unknown,
      rest: base === null ? null : Math.max(0, base - counted - unknown),
      median: number("median"), p90: number("p90"),
    };
  });
  const series = [...figure.querySelectorAll("li[data-of]")].map((item) => ({ of: item.dataset.of, name: item.textContent }));
  const bars = figure.dataset.kind === "bars", days = series.some((one) => one.of === "median");
  const drawing = figure.querySelector(".drawing");

  // A row in words: both numbers beside the share, or the days.
  function said(row) {
    if (days) return row.median === null ? "–" : row.median + " / " + row.p90;
    if (row.base === null) return String(row.counted);
    return row.counted + " / " + row.base + (row.share && row.share !== "–" ? " (" + row.share + ")" : "");
  }

  // The same at a point, where there is less room.
  function brief(row) {
    if (days) return String(row.median);
    return row.share && row.share !== "–" ? row.counted + "\n" + row.share : String(row.counted);
  }

  function option(width) {
    const narrow = width < 520, words = { fontFamily: font, fontSize: 13, color: ink };
    const names = rows.map((row) => row.name);
    const value = { type: "value", minInterval: 1, axisLabel: words, splitNumber: narrow ? 3 : 5 };
    const shared = {
      animation: false,
      textStyle: words,
      aria: { enabled: true, decal: { show: true }, label: { description: drawing.dataset.about } },
      legend: { top: 0, left: 0, selectedMode: false, itemWidth: 28, itemHeight: 16, textStyle: words },
    };
    if (bars) {
      const label = { ...words, width: narrow ? 104 : 230, overflow: "break", lineHeight: 17, interval: 0,
        formatter: (name, index) => name + "\n" + said(rows[index]) };
      return { ...shared,
        grid: { top: narrow ? 76 : 46, left: 4, right: 16, bottom: 4, containLabel: true },
        xAxis: value,
        yAxis: { type: "category", inverse: true, data: names, axisLabel: label, axisTick: { show: false } },
        series: series.map((one) => ({ name: one.name, type: "bar", stack: days ? undefined : "all", barMaxWidth: 26, cursor: "pointer",
          // A part of nothing is left out, as its border would be seen; nothing measured in days is a bar of no length.
          data: rows.map((row) => (days ? row[one.of] : row[one.of] || null)),
          itemStyle: { color: looks[one.of].color, decal: looks[one.of].decal, borderColor: ink, borderWidth: 1 } })) };
    }
    return { ...shared,
      grid: { top: narrow ? 76 : 46, left: 4, right: 24, bottom: 4, containLabel: true },
      xAxis: { type: "category", data: names, axisLabel: { ...words, rotate: narrow ? 60 : 0, hideOverlap: true } },
      yAxis: value,
      series: series.map((one, place) => ({ name: one.name, type: "line", cursor: "pointer", symbol: looks[one.of].mark, symbolSize: 9,
        data: rows.map((row) => row[one.of]),
        lineStyle: { color: one.of === "unknown" ? ink : looks[one.of].color, type: looks[one.of].line, width: 2 },
        itemStyle: { color: looks[one.of].color, borderColor: ink, borderWidth: 1 },
        label: { show: place === 0, position: "top", ...words, formatter: (point) => brief(rows[point.dataIndex]) },
        labelLayout: { hideOverlap: true } })) };
  }

  figure.hidden = false;
  const tall = bars ? rows.length * (drawing.clientWidth < 520 ? 74 : 44) + 110 : 340;
  const chart = echarts.init(drawing, null, { renderer: "svg", height: tall });
  // Scaled as a picture where the paper is narrower than the window.
  function fit() {
    const svg = drawing.querySelector("svg");
    if (svg) svg.setAttribute("viewBox", "0 0 " + chart.getWidth() + " " + chart.getHeight());
  }
  function draw() {
    chart.resize({ width: drawing.clientWidth, height: tall });
    chart.setOption(option(drawing.clientWidth), true);
    fit();
  }
  draw();
  window.addEventListener("resize", draw);
  // A number leads to whom it counts, as in the table.
  chart.on("click", function (part) {
    const row = rows[part.dataIndex];
    if (row && row.href) location.assign(row.href);
  });
})();
