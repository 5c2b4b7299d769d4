"""The style sheet of the HTML report: light and dark as the reader's system is, and fit to be printed."""

STYLE = """
:root {
  --paper: #f6f7f9; --card: #fff; --ink: #1b2130; --quiet: #5a6377; --rule: #dfe3ea; --code: #f0f2f6; --link: #2456b8;
  --critical: #a5123d; --high: #c2410c; --medium: #96690a; --low: #3a6a96; --info: #5a6377; --good: #1c7a46;
  --on: #fff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12151c; --card: #1a1f29; --ink: #e6e9f0; --quiet: #9aa4b8; --rule: #2c3342; --code: #232936;
    --link: #8ab4f8; --critical: #ff8096; --high: #ff9d66; --medium: #e8c25a; --low: #8cc1ee; --info: #9aa4b8;
    --good: #6fd19a; --on: #12151c;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2.5rem 1.25rem; max-width: 68rem; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
h1 { margin: 0; font-size: 1.9rem; letter-spacing: -.02em; }
h2 { margin: 0 0 .5rem; font-size: 1.15rem; overflow-wrap: anywhere; }
h3 {
  margin: 1.6rem 0 .6rem; font-size: .78rem; font-weight: 650; text-transform: uppercase; letter-spacing: .08em;
  color: var(--quiet);
}
p { margin: .25rem 0; }
a { color: var(--link); }
.quiet, footer { color: var(--quiet); }
code, pre { font: .86em/1.55 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { padding: .1em .35em; border-radius: .3em; background: var(--code); overflow-wrap: anywhere; }
.chips { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0 0; padding: 0; list-style: none; }
.chip { padding: .2rem .8rem; border: 1px solid; border-radius: 2rem; font-size: .92rem; }
section {
  margin-top: 1.75rem; padding: 1.6rem; border: 1px solid var(--rule); border-radius: .8rem; background: var(--card);
}
.verdict { padding: .55rem .8rem; border-radius: .5rem; background: var(--code); overflow-wrap: anywhere; }
.verdict b { margin-right: .5rem; text-transform: uppercase; letter-spacing: .04em; font-size: .86em; }
.accepted b { color: var(--good); } .not-verified b { color: var(--medium); }
.rejected b, .malformed b { color: var(--critical); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: .8rem 0 0; font-size: .92rem; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; min-width: 0; }
.findings { margin: 0; padding: 0; list-style: none; }
.findings > li {
  margin: .7rem 0; padding: .8rem 1rem; border: 1px solid var(--rule); border-left: .3rem solid;
  border-radius: .5rem; border-left-color: currentColor; break-inside: avoid;
}
.findings > li > * { color: var(--ink); }
.findings dl { font-size: .88rem; } .findings dt { color: var(--quiet); }
.line { display: flex; flex-wrap: wrap; align-items: baseline; gap: .3rem .6rem; }
.badge {
  padding: .05rem .5rem; border-radius: .3rem; color: var(--on); font-size: .74rem; font-weight: 650;
  text-transform: uppercase; letter-spacing: .05em;
}
.critical { color: var(--critical); } .high { color: var(--high); } .medium { color: var(--medium); }
.low { color: var(--low); } .info { color: var(--info); }
.critical .badge { background: var(--critical); } .high .badge { background: var(--high); }
.medium .badge { background: var(--medium); } .low .badge { background: var(--low); }
.info .badge { background: var(--info); }
.slug { color: var(--quiet); }
pre { margin: 0; padding: .8rem 0; border-radius: .5rem; background: var(--code); white-space: pre-wrap; }
.row { display: block; padding: 0 1rem; border-left: .25rem solid transparent; overflow-wrap: anywhere; }
.row.critical, .row.high, .row.medium, .row.low, .row.info { border-left-color: currentColor; }
pre .row { color: var(--ink); }
pre .row.critical { border-left-color: var(--critical); } pre .row.high { border-left-color: var(--high); }
pre .row.medium { border-left-color: var(--medium); } pre .row.low { border-left-color: var(--low); }
pre .row.info { border-left-color: var(--info); }
.note { margin-left: 2ch; color: var(--quiet); }
.mark { margin-left: 2ch; font-size: .85em; text-transform: uppercase; letter-spacing: .05em; }
.critical .mark { color: var(--critical); } .high .mark { color: var(--high); } .medium .mark { color: var(--medium); }
.low .mark { color: var(--low); } .info .mark { color: var(--info); }
footer { margin-top: 2rem; font-size: .86rem; }
@media print {
  :root {
    --paper: #fff; --card: #fff; --ink: #000; --quiet: #444; --rule: #bbb; --code: #f4f4f4; --link: #000; --on: #fff;
    --critical: #a5123d; --high: #c2410c; --medium: #96690a; --low: #3a6a96; --info: #5a6377; --good: #1c7a46;
  }
  body { max-width: none; padding: 0; font-size: 10.5pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  section { padding: 0; border: 0; border-top: 1px solid var(--rule); border-radius: 0; padding-top: 1rem; }
  h2, h3 { break-after: avoid; } .row { break-inside: avoid; }
}
"""
