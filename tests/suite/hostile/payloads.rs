//! What a stranger may write into a record to run something in the browser of who reads it, by technique. `hit()` is the
//! function that must never be called; `https://evil.example` is the host that must never be asked.

/// HTML, for wherever a text stands.
pub(crate) const HTML: [&str; 66] = [
    // Scripts, plain and disguised.
    "<script>hit()</script>",
    "<ScRiPt\t>hit()</sCrIpT >",
    "<script src=https://evil.example/x.js></script>",
    "<script src=data:text/javascript,hit()></script>",
    "<script type=module>hit()</script>",
    "<scr<script>ipt>hit()</scr</script>ipt>",
    "<script/x>hit()</script/x>",
    "<svg><script href=data:text/javascript,hit() /></svg>",
    "<script>hit()//",
    "</script><script>hit()</script>",
    "</title></head><body onload=hit()><script>hit()</script>",
    "--><script>hit()</script><!--",
    "<!--><script>hit()</script>-->",
    "]]><script>hit()</script><![CDATA[",
    "<?xml version='1.0'?><script xmlns='http://www.w3.org/1999/xhtml'>hit()</script>",
    // Handlers.
    "<img src=x onerror=hit()>",
    "<img/src=x/onerror=hit()>",
    "<img src=\"x\"onerror=\"hit()\">",
    "<img src='x'\nonerror\n=\nhit()>",
    "<image src=x onerror=hit()>",
    "<svg onload=hit()>",
    "<svg/onload=hit()//",
    "<body onpageshow=hit()>",
    "<details open ontoggle=hit()><summary>x</summary></details>",
    "<video autoplay onloadstart=hit()><source onerror=hit()></video>",
    "<audio src=x onerror=hit()>",
    "<input autofocus onfocus=hit()>",
    "<select autofocus onfocus=hit()></select>",
    "<p tabindex=1 autofocus onfocus=hit()>x</p>",
    "<marquee onstart=hit()>x</marquee>",
    "<div style=\"animation:x 1s\" onanimationstart=hit()>x</div>",
    "<b onpointerrawupdate=hit() oncontentvisibilityautostatechange=hit() style=content-visibility:auto>x</b>",
    "<xss id=x onfocusin=hit() tabindex=0>x</xss>",
    // Out of an attribute.
    "\" onmouseover=\"hit()\" x=\"",
    "' autofocus onfocus='hit()' x='",
    "\"><svg onload=hit()>",
    "'><img src=x onerror=hit()>",
    "`onload=hit()`",
    "\\\"><script>hit()</script>",
    "&quot;&gt;&lt;script&gt;hit()&lt;/script&gt;",
    "&#34;&#62;&#60;script&#62;hit()&#60;/script&#62;",
    // Documents within the document, and plug-ins.
    "<iframe srcdoc='<script>parent.hit()</script>'></iframe>",
    "<iframe src='javascript:parent.hit()'></iframe>",
    "<object data='data:text/html,<script>parent.hit()</script>'></object>",
    "<embed src='data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"parent.hit()\"/>'>",
    "<frameset onload=hit()><frame src=x></frameset>",
    "<portal src=https://evil.example></portal><fencedframe></fencedframe>",
    // Steering the page.
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:hit()'>",
    "<meta http-equiv=Content-Security-Policy content=\"script-src 'unsafe-inline'\">",
    "<link rel=stylesheet href=https://evil.example/x.css><link rel=preload as=script href=//evil.example/y.js>",
    "<style>@import 'https://evil.example/x.css'; * { display: none }</style>",
    "<form action=javascript:hit()><button formaction=javascript:hit() autofocus>x</button></form>",
    "<img src=https://evil.example/pixel.png srcset='//evil.example/2 2x' loading=eager>",
    "<div background=https://evil.example/a.png style='background:url(https://evil.example/b.png)'>x</div>",
    "<video poster=//evil.example/p.png><track src=//evil.example/t.vtt default></video>",
    // Other languages of markup, and the parser's corners.
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x onerror=hit()&gt;\">",
    "<svg><foreignObject><iframe srcdoc='<script>parent.hit()</script>'></iframe></foreignObject></svg>",
    "<svg><a xlink:href='javascript:hit()'><text y=20>x</text><animate attributeName=href values='javascript:hit()'/></a></svg>",
    "<svg><set attributeName=onmouseover to=hit()></svg><svg><use href='data:image/svg+xml,<svg id=x onload=hit()/>#x'/></svg>",
    "<noscript><p title=\"</noscript><img src=x onerror=hit()>\"></noscript>",
    "<template><script>hit()</script></template><template shadowrootmode=open><img src=x onerror=hit()></template>",
    "<textarea></textarea><img src=x onerror=hit()><xmp><plaintext>",
    // Names that scripts of the page may look for.
    "<a id=site:finds name=querySelector class=asking>x</a><div class=search data-root=https://evil.example/><input></div>",
    "<img id=getElementById name=querySelector src=x><form id=location name=localStorage><input name=href></form>",
    "<p id=page:text class=finds>x</p><ul class=found id=opsrepoSearch></ul>",
];

/// Where a link may lead.
pub(crate) const TARGETS: [&str; 24] = [
    "javascript:hit()",
    "JaVaScRiPt:hit()",
    " javascript:hit()",
    "\u{1}javascript:hit()",
    "java\tscript:hit()",
    "java\nscript:hit()",
    "javascript\r\n:hit()",
    "javascript&colon;hit()",
    "&#106;&#x61;vascript&#58;hit()",
    "&Tab;javascript:hit()",
    "java&NewLine;script:hit()",
    "java%73cript:hit()",
    "javascript://evil.example/%0Ahit()",
    "\u{feff}javascript:hit()",
    "vbscript:hit()",
    "data:text/html,<script>hit()</script>",
    "data:text/html;base64,PHNjcmlwdD5oaXQoKTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='hit()'/>",
    "blob:https://evil.example/1",
    "view-source:javascript:hit()",
    "file:///etc/passwd",
    "/-opsrepo-/javascript:hit()",
    "/-elsewhere-/javascript:hit()",
    "x\" onclick=\"hit()",
];

/// Languages of templates: nothing of a record is worked out. 864199 is what they would make of it.
pub(crate) const TEMPLATES: [&str; 6] = [
    "{{ 7 * 123457 }}",
    "{% include \"base.html\" %}{{ 7*123457 }}",
    "${7*123457} #{7*123457} <%= 7*123457 %>",
    "{{ frame.constructor.constructor('hit()')() }} {{ 7*123457 }}",
    "[[${7*123457}]] *{7*123457} @(7*123457)",
    "{{< script >}}hit(){{< /script >}} {{ 7*123457 | safe }}",
];

/// Mermaid that asks for what a picture must not do.
pub(crate) const MERMAID: [&str; 8] = [
    "graph TD\n  A[\"<img src=x onerror=hit()>\"] --> B\n  click A \"javascript:hit()\"",
    "%%{init: {'securityLevel': 'loose', 'themeCSS': '* { background: url(https://evil.example/) }'}}%%\ngraph LR\n  A --> B",
    "graph LR\n  A[<script>hit()</script>] -- \"</text><script>hit()</script>\" --> B\n  style A fill:url(https://evil.example/x)",
    "sequenceDiagram\n  participant A as <svg onload=hit()>\n  A->>A: \"</svg><img src=x onerror=hit()>\"",
    "stateDiagram-v2\n  state \"</text><script>hit()</script>\" as A\n  A --> B : \"</svg><img src=x onerror=hit()>\"\n  note right of A : &lt;script&gt;hit()&lt;/script&gt;",
    "erDiagram\n  A[\"<svg onload=hit()>\"] ||--o{ \"<script>hit()</script>\" : \"&#60;img src=x onerror=hit()&#62;\"\n  A { int id PK \"</svg><script>hit()</script>\" }",
    "classDiagram\n  class A[\"</svg><script>hit()</script>\"] {\n  +x~script~ <img src=x onerror=hit()>\n  }\n  click A call hit() \"x\"\n  A \"<b onclick=hit()>\" --> B",
    "graph TD\n  A --> B\n  click A call hit()\n  click B href \"data:text/html,<script>hit()</script>\" _blank",
];

/// AsciiDoc that passes text through, or fetches some.
pub(crate) const ASCIIDOC: [&str; 8] = [
    "+++<script>hit()</script>+++",
    "pass:[<img src=x onerror=hit()>]",
    "++++\n<script>hit()</script>\n++++",
    "link:javascript:hit()[x] link:++javascript:hit()++[y]",
    "image::javascript:hit()[\"onerror=hit()\"] image:x\"onerror=\"hit().png[x]",
    "[[\"onclick=\"hit()]]x <<\"onclick=\"hit(),<b>y>>",
    "include::/etc/passwd[]\ninclude::https://evil.example/x[]",
    ":x: pass:[<script>hit()</script>]\n\n{x} stem:[<img src=x onerror=hit()>] kbd:[<b onclick=hit()>]",
];

/// Names that files may have. `/` is all that they cannot hold.
pub(crate) const NAMES: [&str; 8] = [
    "\"><img src=x onerror=hit()>",
    "' onmouseover='hit()",
    "javascript:hit()",
    "<script>hit()<",
    "a#b?c%2f..%2f..%2fetc",
    "..\\..\\x&quot;onload=hit()",
    "{{ 7*123457 }}",
    "\u{202e}lmth.x",
];
