/** Where a text that runs leaves its mark: no hostile text may set it. */
export const CANARY = 'stemmaCanary';

const mark = `window.${CANARY}=1;alert(1)`;

/** Command lines as an attacker would write them who knows that somebody will look at them in a browser. */
export const HOSTILE: Readonly<Record<string, string>> = {
  script: `cmd.exe /c <script>${mark}</script>`,
  'end of the data': `</script><script>${mark}</script>`,
  'end of style and title': `</style></title></textarea></noscript><script>${mark}</script>`,
  'comment and CDATA': `<!--<script>${mark}//--> ]]><![CDATA[ <script>`,
  image: `"><img src=x onerror="${mark}"><img src="https://evil.example/leak.png">`,
  svg: `<svg onload=${mark}><animate onbegin=${mark} attributeName=x></svg>`,
  attribute: `' onmouseover='${mark}' autofocus onfocus='${mark}' x='`,
  frame: `<iframe srcdoc="<script>parent.${CANARY}=1</script>"></iframe><object data="javascript:${mark}">`,
  link: `javascript:${mark} <a href="javascript:${mark}">x</a> <base href="https://evil.example/">`,
  form: `<form action="https://evil.example/"><button formaction="javascript:${mark}">x</form>`,
  style: '<style>*{background:url(https://evil.example/a.png)}@import "https://evil.example/b.css"</style>',
  refresh: '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
  template: `{{constructor.constructor('${mark}')()}} \${${mark}} <%= ${mark} %>`,
  prototype: '__proto__ constructor toString hasOwnProperty',
  bidi: 'rundll32 \u202egpj.exe\u202c \u2066hidden\u2069 \u200bzero\ufeffwidth',
  control: 'a\u0000b\u0007c\u001b[2J\u001b]0;title\u0007d\u007fe\u009bf\r\ng\th',
  'line separators': 'one\u2028two\u2029three\u0085four',
  surrogates: 'lone \ud800 and \udc00 and tags \u{e0041}\u{e007f}',
  combining: `z${'\u0301'.repeat(200)}algo`,
  entities: '&lt;b&gt; &amp;amp; &#x3c;script&#x3e;',
};
