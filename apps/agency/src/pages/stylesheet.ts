export const stylesheet = `
:root { color-scheme: light; --ink: #1c2733; --accent: #0b5563; --wash: #eef4f5; }
.lantern { --accent: #7a3b00; --wash: #faf3ea; }
.granite { --accent: #4a4063; --wash: #f3f1f7; }
.meridian { --accent: #1f5c3a; --wash: #eef6f0; }
.directory { --accent: #3d4551; --wash: #f2f3f5; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: #fff; font: 1.0625rem/1.55 Georgia, 'Times New Roman', serif; }
header { padding: 1rem max(1rem, calc(50vw - 22rem)); color: #fff; background: var(--accent); }
header p { margin: 0; }
header a { color: inherit; text-decoration: none; }
header .name { font-size: 1.25rem; font-weight: bold; }
main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
main:focus { outline: none; }
h1 { margin: 0 0 0.75rem; font-size: 1.9rem; line-height: 1.2; }
h2 { margin: 0 0 0.25rem; font-size: 1.3rem; }
a { color: var(--accent); }
.lead { font-size: 1.2rem; }
section { margin: 2rem 0; padding: 1.25rem; background: var(--wash); border-left: 0.3rem solid var(--accent); }
dl { margin: 1rem 0 0; }
dl div { display: grid; grid-template-columns: 12rem 1fr; gap: 0.25rem 1rem; padding: 0.4rem 0; border-top: 1px solid #c9d3d8; }
dt { font-weight: bold; overflow-wrap: anywhere; }
dt code { display: block; font-size: 0.875rem; font-weight: normal; }
dd { margin: 0; overflow-wrap: anywhere; }
.part { display: grid; grid-template-columns: 6rem 1fr; white-space: pre-line; }
.agencies { padding: 0; list-style: none; }
.agencies li { margin: 0.75rem 0; }
.agencies span { display: block; }
.shows { padding-left: 0.75rem; border-left: 0.2rem solid var(--accent); }
.notice { padding: 0.75rem 1rem; font-weight: bold; background: var(--wash); border-left: 0.3rem solid var(--accent); }
.checks { padding-left: 1.25rem; }
.checks li { margin: 0.35rem 0; }
pre { max-height: 32rem; overflow: auto; padding: 1rem; background: var(--wash); font: 0.875rem/1.5 ui-monospace, Menlo, Consolas, monospace; }
[data-sealed] { white-space: pre-wrap; overflow-wrap: anywhere; }
.scroll { margin-bottom: 2rem; overflow-x: auto; }
table { width: 100%; min-width: 34rem; border-collapse: collapse; }
th, td { padding: 0.6rem 0.75rem; text-align: left; vertical-align: top; border-top: 1px solid #c9d3d8; }
pre:focus-visible, .scroll:focus-visible { outline: 3px solid #f0a500; outline-offset: 2px; }
button { padding: 0.75rem 1.25rem; font: inherit; font-weight: bold; color: #fff; background: var(--accent); border: 2px solid transparent; border-radius: 0.2rem; cursor: pointer; }
button:hover { text-decoration: underline; }
a:focus-visible, button:focus-visible { outline: 3px solid #f0a500; outline-offset: 2px; }
.skip { position: absolute; left: -100vw; padding: 0.5rem 1rem; background: #fff; }
.skip:focus { left: 0; }
@media (max-width: 34rem) { dl div { grid-template-columns: 1fr; } }
`;
