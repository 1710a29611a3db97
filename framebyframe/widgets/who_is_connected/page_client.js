// A client that is the page itself: the browser's own WebSocket, and calls in the article's dialect.

const ALL_IS_DONE = 1000;

export class PageClient {
  /**
   * @param {string} url of a server of this machine
   * @param {AbortSignal} signal
   * @param {{opened: () => void, heard: (text: string) => void, closed: (code: number, wasOpen: boolean) => void}} tell
   */
  constructor(url, signal, tell) {
    this.url = url;
    this.tell = tell;
    this.nextId = 0;
    /** @type {WebSocket | null} */
    this.socket = null;
    signal.addEventListener("abort", () => this.close());
  }

  get isOpen() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  open() {
    if (this.socket) return;
    const socket = new WebSocket(this.url);
    let wasOpen = false;
    this.socket = socket;
    socket.addEventListener("open", () => {
      wasOpen = true;
      this.nextId = 0;
      this.tell.opened();
    });
    socket.addEventListener("message", (event) => this.tell.heard(String(event.data)));
    socket.addEventListener("close", (event) => {
      this.socket = null;
      this.tell.closed(event.code, wasOpen);
    });
  }

  /**
   * Make a call; its text, as it was sent.
   * @param {string} action
   * @param {string} params as JSON; none where it is empty
   */
  call(action, params) {
    const given = params.trim() ? { params: JSON.parse(params) } : {};
    const text = JSON.stringify({ action, ...given, id: this.nextId });
    this.nextId += 1;
    this.socket?.send(text);
    return text;
  }

  close() {
    this.socket?.close(ALL_IS_DONE);
  }
}
