"""The style sheet of the page's upper part; the colours are those of `compose.preview`."""

STYLE = """
.tale{padding:8px 24px 0}
article{scroll-margin-top:64px}
.tale h2{margin:32px 0 12px;font-size:20px}
.lead{max-width:70ch;margin:20px 0;font-size:17px}
.figures{display:flex;flex-wrap:wrap;gap:12px;margin:0;padding:0;list-style:none}
.figures li{padding:10px 20px;background:#fff;border-radius:8px;color:#4b5a69}
.figures b{display:block;color:#004884;font-size:28px;line-height:1.2}
.cases{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr));gap:20px;
align-items:start;grid-auto-flow:dense}
.case.long{grid-column:1/-1}
.long .line{columns:2 400px;column-gap:28px}
.line li{break-inside:avoid}
.line li.day{break-after:avoid}
.case{padding:18px 22px;background:#fff;border-radius:8px}
.case h3{display:flex;flex-wrap:wrap;gap:6px 12px;align-items:center;margin:0 0 6px;font-size:17px}
.case h4{margin:14px 0 4px;color:#4b5a69;font-size:13px}
.pill{padding:2px 10px;border-radius:12px;font-size:13px;font-weight:400}
.running{color:#0b5132;background:#dcf3e6}
.waiting{color:#6b4500;background:#fdefcc}
.late{color:#8c1d10;background:#fbe0dd}
.closed{color:#4b5a69;background:#e6ebf0}
.who{margin:0 0 12px}
.who span{color:#4b5a69}
.line{margin:0;padding:0;list-style:none;font-size:14px}
.line li{display:grid;grid-template-columns:84px 1fr;gap:14px}
.line li.day{display:block;margin:8px 0 4px;color:#4b5a69;font-size:13px;font-weight:700}
.line time{padding-top:1px;color:#4b5a69;font-size:13px;text-align:right;white-space:nowrap}
.line div{position:relative;padding:0 0 12px 18px;border-left:2px solid #d3dbe4;
overflow-wrap:anywhere}
.line div::before{content:'';position:absolute;left:-6px;top:6px;width:10px;height:10px;
border-radius:5px;background:#8a99a8}
.line .said div::before{background:#004884}
.line .moved div::before{background:#b26a00}
.line .sent div::before{background:#168050}
.line a{color:#00508f}
.line blockquote{margin:6px 0 0;padding:6px 10px;background:#f4f7fa;border-radius:6px;
color:#33414f;white-space:pre-line}
ul.legend{display:flex;flex-wrap:wrap;gap:4px 24px;margin:0 0 14px 6px}
ul.legend li{display:block}
ul.legend div{padding-bottom:0;border:0}
.move{padding:1px 8px;background:#fdefcc;border-radius:10px;color:#6b4500;white-space:nowrap}
.back{padding:1px 8px;background:#fbe0dd;border-radius:10px;color:#8c1d10}
.with{display:block;font:12px/1.5 Consolas,'Courier New',monospace;color:#4b5a69}
.files{margin:0;padding:0;list-style:none;font:13px/1.5 Consolas,'Courier New',monospace}
.wide{overflow-x:auto;background:#fff;border-radius:8px}
.tale table{width:100%;border-collapse:collapse;font-size:14px}
.tale th,.tale td{padding:8px 12px;border-bottom:1px solid #e6ebf0;text-align:left;
vertical-align:top}
.tale th{color:#4b5a69;font-size:13px}
.tale td:nth-child(1),.tale td:nth-child(2),.tale td:nth-child(4),
.tale td:nth-child(5){white-space:nowrap}
"""
