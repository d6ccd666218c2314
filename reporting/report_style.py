"""The look of the standalone report: both colour schemes, phone and print."""

CSS = """
:root { color-scheme: light dark; --paper: #ffffff; --ink: #1b1f24; --soft: #57606a; --rule: #d0d7de;
        --shade: #f3f5f7; --accent: #0072b2; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #0e1117; --ink: #f0f2f5; --soft: #a7b0ba; --rule: #3a414a; --shade: #1a1f27; --accent: #5db4e8; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; border-bottom: 1px solid var(--rule); padding-bottom: .2rem; }
p, li, figcaption { overflow-wrap: anywhere; }
figure { margin: 1rem 0 1.6rem; }
figure h3 { font-size: 1rem; margin: 0 0 .3rem; }
figcaption { color: var(--soft); font-size: .85rem; }
.lead { font-size: 1.15rem; }
.soft { color: var(--soft); }
.scroll { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; }
caption { text-align: left; font-weight: 600; padding-bottom: .3rem; }
th, td { text-align: left; padding: .25rem .8rem .25rem 0; border-bottom: 1px solid var(--rule);
  vertical-align: top; white-space: nowrap; }
td.number, th.number { text-align: right; }
td:first-child { white-space: normal; min-width: 6rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
pre { background: var(--shade); padding: .8rem; overflow-x: auto; font-size: .85rem; border-radius: 4px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.chart { min-width: 0; }
.chart .main-svg { background: transparent !important; }
.chart :is(.xtick, .ytick, .x2tick, .y2tick, .x3tick, .y3tick, .infolayer .annotation, .legend, .textpoint,
  .g-xtitle, .g-x2title, .g-ytitle, .g-y2title, .g-y3title, .g-gtitle, .cbaxis, .cbtitle, .slider-label-group,
  .slider-current-value, .slider-labels, .bars) text,
.chart .infolayer text:not(.updatemenu-item-text) { fill: var(--ink) !important; }
@media (max-width: 30rem) { main { padding: 1rem .6rem 3rem; }
  dl { grid-template-columns: 1fr; } dt { margin-top: .3rem; } }
@media print {
  :root { --paper: #fff; --ink: #000; --soft: #444; --rule: #bbb; --shade: #f4f4f4; --accent: #0072b2; }
  main { max-width: none; padding: 0; } figure, table, pre { break-inside: avoid; }
  h2 { break-after: avoid; } .chart .modebar, .chart .updatemenu-container { display: none; } }
"""
