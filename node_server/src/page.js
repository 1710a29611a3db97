/**
 * The page that a browser shows when somebody opens this server's address.
 *
 * @module
 */

const ESCAPES = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** @param {string} text */
export function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character]);
}

/** Nothing of this page may load or run anything; its reader may try the WebSocket. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; connect-src ws:";

export const PAGE_HEADERS = Object.freeze({
  "Content-Type": "text/html; charset=utf-8",
  "Content-Security-Policy": POLICY,
});

/**
 * @param {string} url where the server listens, `ws://127.0.0.1:8080`
 * @returns {string} HTML
 */
export function pageFor(url) {
  const snippet = `const socket = new WebSocket("${url}");
socket.onmessage = (event) => console.log(event.data);
socket.onopen = () => socket.send('{"action": "getData"}');`;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>A WebSocket server</title>
    <link rel="icon" href="data:,">
    <style>
      :root { color-scheme: light dark; }
      body { font: 1.05rem/1.55 system-ui, sans-serif; max-width: 40rem; margin: 12vh auto; padding: 0 1.5rem; }
      h1 { font-size: 1.7rem; line-height: 1.2; margin-bottom: .3em; }
      h2 { font-size: 1.05rem; margin: 2em 0 .5em; }
      code, pre { font-family: ui-monospace, monospace; font-size: .92em; }
      pre { padding: 1em 1.2em; border-radius: .6em; overflow-x: auto; background: color-mix(in srgb, currentColor 8%, transparent); }
      .status { letter-spacing: .08em; font-size: .8rem; opacity: .65; margin: 0; }
    </style>
  </head>
  <body>
    <p class="status">426 UPGRADE REQUIRED</p>
    <h1>This is a WebSocket server</h1>
    <p>
      It is <code>node_server</code>, the Node.js peer of the course Frame by
      Frame. A browser that opens an address speaks plain HTTP. This server
      answers remote calls over WebSocket, so it asks for an upgrade.
    </p>
    <h2>Call it from this page</h2>
    <p>Open the browser's console, paste, and press Enter:</p>
    <pre><code>${escapeHtml(snippet)}</code></pre>
    <h2>What it answers</h2>
    <p>
      A text message is a request in JSON. The actions are <code>getData</code>,
      <code>saveData</code>, <code>echo</code>, <code>sleep</code>,
      <code>fail</code>, <code>serverInfo</code>, <code>subscribe</code> and
      <code>unsubscribe</code>. The file <code>contract/README.md</code> of the
      course says what each of them takes and gives.
    </p>
  </body>
</html>
`;
}
