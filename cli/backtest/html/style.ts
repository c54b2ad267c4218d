/** Colours that are told apart without red and green, on light and on dark. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1d2530; --quiet: #66707c; --rule: #d8dde3; --page: #fff;
  --curve: #1f6fb2; --limit: #66707c; --bad: #c2410c; --held: #b58900; --good: #0f766e; --band: #fde9d9; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8ec; --quiet: #98a2ad; --rule: #343c45; --page: #14181d;
  --curve: #6ab0e8; --limit: #98a2ad; --bad: #fb8b4b; --held: #e0b53c; --good: #4fc3b5; --band: #43301f; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); max-width: 1000px; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: 0; } h2 { font-size: 1.15rem; margin-top: 2.2rem; } h3 { font-size: 1rem; margin: 1rem 0 0; font-weight: 600; }
p.quiet, figcaption { color: var(--quiet); } .wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; } th { text-align: left; color: var(--quiet); font-weight: 500; }
td, th { padding: .2rem 1rem .2rem 0; border-bottom: 1px solid var(--rule); vertical-align: top; } td.number, th.number { text-align: right; }
svg { width: 100%; height: auto; display: block; } svg text { font-size: 11px; fill: var(--quiet); }
.plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(420px, 1fr)); gap: 0 1.5rem; }
.curve, .tenth, .half { fill: none; stroke: var(--curve); stroke-width: 1.4; stroke-linejoin: round; } .tenth { stroke-dasharray: 4 3; }
.grid { stroke: var(--rule); stroke-width: .7; } .axis { stroke: var(--quiet); stroke-width: .8; } .incident { fill: var(--band); }
.threshold { stroke: var(--limit); stroke-dasharray: 6 4; } .rolled-back { stroke: var(--bad); stroke-width: 1.6; } .held { stroke: var(--held); stroke-width: 1.6; }
.now { stroke: var(--limit); stroke-dasharray: 6 4; } .suggested { stroke: var(--good); stroke-width: 1.8; }
b.rolled-back { color: var(--bad); } b.held { color: var(--held); } b.suggested { color: var(--good); }
`;
