"""How the report's page looks: on a screen, in the dark, on a telephone, and on paper."""

STYLE = """
:root{color-scheme:light dark;--ink:#1f2933;--soft:#4b5966;--paper:#fff;--ground:#e6ebf1;
--line:#cdd6df;--head:#004884;--good:#0b5132;--goodbg:#e3f4ea;--bad:#8c1d10;--badbg:#fbe7e4;
--c0:#004884;--c1:#168050;--c2:#b26a00;--c3:#8c1d10}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#a9b6c2;--paper:#17212b;
--ground:#0d141b;--line:#34424f;--head:#0b3a63;--good:#8fe0b4;--goodbg:#123626;--bad:#ffb4a8;
--badbg:#4a1a14;--c0:#6cb2f0;--c1:#5fd39b;--c2:#f0b45a;--c3:#ff8f80}}
*{box-sizing:border-box}
body{margin:0;font:16px/1.5 Arial,Helvetica,sans-serif;color:var(--ink);background:var(--ground)}
header{padding:24px;background:var(--head);color:#fff}
header>*,main{max-width:1080px;margin-left:auto;margin-right:auto}
h1{margin-top:0;margin-bottom:4px;font-size:26px;line-height:1.25}
header p{margin-top:0;margin-bottom:0}
main{padding:16px}
section{margin:0 0 16px;padding:16px 24px;background:var(--paper);border-radius:8px}
h2{margin:0 0 8px;font-size:20px}
h3{margin:24px 0 8px;font-size:17px}
.lead{font-size:21px;line-height:1.4;margin:8px 0}
.note{color:var(--soft);font-size:14px}
svg{display:block;width:100%;height:auto;font:15px Arial,Helvetica,sans-serif;fill:var(--ink)}
.grid line{stroke:var(--line)}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),1fr));
gap:8px 48px}
.value{paint-order:stroke;stroke:var(--paper);stroke-width:4px}
.inside{fill:var(--paper);text-anchor:end;font-weight:bold}
.legend{display:flex;flex-wrap:wrap;gap:4px 20px;margin:8px 0;padding:0;list-style:none;
font-size:14px}
.legend i{display:inline-block;width:12px;height:12px;margin-right:6px;border-radius:2px}
/* A shade at the edge behind which a table goes on. */
.scroll{overflow-x:auto;margin:8px 0;background:
linear-gradient(90deg,var(--paper) 24px,transparent) left/40px 100% no-repeat local,
linear-gradient(-90deg,var(--paper) 24px,transparent) right/40px 100% no-repeat local,
linear-gradient(90deg,var(--line),transparent) left/12px 100% no-repeat scroll,
linear-gradient(-90deg,var(--line),transparent) right/12px 100% no-repeat scroll}
table{border-collapse:collapse;min-width:100%;font-size:14px}
/* The heading above says it to the eyes. */
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{padding:6px 16px 6px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);
font-variant-numeric:tabular-nums;overflow-wrap:break-word}
th:not(.n),td:not(.n){min-width:7.5em}
td.n,th.n{text-align:right;min-width:5em}
td.n,.k{white-space:nowrap}
.w{min-width:18em}
/* A target has a column of its own where there is room for it. */
.less{display:block;color:var(--soft);font-size:13px;font-weight:normal}
.less.phone{display:none}
.badge{display:inline-block;padding:1px 8px;border-radius:10px;font-weight:bold;white-space:nowrap}
.good{color:var(--good);background:var(--goodbg)}
.bad{color:var(--bad);background:var(--badbg)}
summary{cursor:pointer;color:var(--soft);font-size:14px;padding:4px 0}
summary:focus-visible,.scroll:focus-visible,a:focus-visible{outline:3px solid var(--c0);
outline-offset:2px}
nav ul{columns:2;margin:0;padding:0 0 0 20px}
a{color:var(--c0)}
@media (max-width:600px){section{padding:12px 14px}.lead{font-size:19px}nav ul{columns:1}
header{padding:16px}th,td{padding-right:10px}td.n{white-space:normal}
.wide{display:none}.less.phone{display:block}.w{min-width:22em}}
@media print{:root{--ink:#000;--paper:#fff;--ground:#fff;--soft:#333;--line:#999;--head:#fff;
--c0:#004884;--c1:#168050;--c2:#b26a00;--c3:#8c1d10;--good:#0b5132;--bad:#8c1d10}
header{color:#000;padding:0}main{padding:0}body{font-size:12px}nav{display:none}
section{padding:8px 0;margin:0}.lead{font-size:15px}.note,.less,.legend{font-size:10px}
.charts{grid-template-columns:1fr 1fr;gap:8px 24px}@page{margin:14mm}
table{font-size:10px}tr,svg,article{break-inside:avoid}
h2,h3{break-after:avoid}.scroll{overflow:visible;background:none}
th,td{padding:4px 6px 4px 0}th:not(.n),td:not(.n),td.n,th.n,.w{min-width:0}
td.n{white-space:normal}
/* A table of many columns has the width of the sheet, and no more. */
.many{font-size:7px}.many th,.many td{padding-right:3px}
details::details-content{content-visibility:visible;block-size:auto}
summary{display:none}}
"""
