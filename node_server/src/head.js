/**
 * The head of an HTTP request: a first line, header fields, an empty line
 * (RFC 9112). Read here and not by Node, whose parser passes over what the
 * contract refuses, and is silent where the first byte already tells.
 *
 * @module
 */

import { MAX_HEADERS, MAX_HEADER_LINE } from "./limits.js";

/** One character of a word of HTTP (RFC 9110 section 5.6.2). */
export const TOKEN_CHARACTER = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]";
export const TOKEN = `${TOKEN_CHARACTER}+`;

const REQUEST_LINE = `(${TOKEN}) ([!"$-~]+) HTTP/([0-9]\\.[0-9])`;
const FIELD_LINE = `(${TOKEN}):([\\t\\x20-\\x7e\\x80-\\xff]*)`;
const LINE_END = "\r\n";

/** The head cannot be one: `status` answers it. */
export class HeadFault extends Error {
  /**
   * @param {number} status
   * @param {string} message
   */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** The forms of a line of a head, and of a text that can be the beginning of one. */
class LineForm {
  #whole;
  #shortest;

  /**
   * @param {string} name what such a line is
   * @param {string} pattern of a whole line, without its CR and LF
   * @param {string} shortest a line in which every part is as short as can be
   */
  constructor(name, pattern, shortest) {
    this.name = name;
    this.#whole = new RegExp(`^(?:${pattern}|)\\r$`);
    this.#shortest = `${shortest}\r`;
  }

  /** Whether this is such a line, or an empty one, with its CR. */
  fits(line) {
    return this.#whole.test(line);
  }

  /** Whether something can follow `start` that makes it a line: an end of the shortest does. */
  canBegin(start) {
    for (let cut = this.#shortest.length; cut >= 0; cut -= 1) {
      if (this.fits(start + this.#shortest.slice(cut))) return true;
    }
    return false;
  }
}

const REQUEST_FORM = new LineForm(
  "an HTTP request",
  REQUEST_LINE,
  "A / HTTP/1.1",
);
const FIELD_FORM = new LineForm("a header field", FIELD_LINE, "A:");

/** A request's head, taken apart. */
export class RequestHead {
  #fields;

  /** @param {string} text all lines, without the end of the last one */
  constructor(text) {
    const [firstLine, ...lines] = text.split(LINE_END);
    [, this.method, this.target, this.version] = firstLine.match(REQUEST_LINE);
    this.#fields = lines.map((line) => line.match(FIELD_LINE));
  }

  /**
   * @param {string} name in small letters
   * @returns {string[]} the values of all fields of this name
   */
  values(name) {
    const same = this.#fields.filter(
      ([, field]) => field.toLowerCase() === name,
    );
    return same.map(([, , value]) => trimmed(value));
  }

  /**
   * @param {string} name in small letters
   * @returns {string[]} the items of a list, which may fill several fields (RFC 9110 section 5.6.1)
   */
  items(name) {
    const items = this.values(name).flatMap((value) => value.split(","));
    return items.map(trimmed).filter((item) => item !== "");
  }
}

/** Without the blanks that mean nothing: those of HTTP, and no others (RFC 9110 section 5.6.3). */
export function trimmed(text) {
  return text.replace(/^[ \t]+/, "").replace(/[ \t]*$/, "");
}

/**
 * Gathers bytes until a head is whole, or until a byte comes that no head has
 * there. The first wrong byte decides, however the stream is cut.
 */
export class HeadReader {
  #text = "";
  #lineStart = 0;
  #lines = 0;

  /**
   * @param {Buffer} chunk
   * @returns {{request: RequestHead, rest: Buffer} | undefined} undefined: more is to come
   * @throws {HeadFault}
   */
  feed(chunk) {
    this.#text += chunk.toString("latin1");
    let lineFeed;
    while ((lineFeed = this.#text.indexOf("\n", this.#lineStart)) >= 0) {
      const line = this.#checkBeginning(lineFeed);
      this.#check(this.#form.fits(line));
      const nextLine = lineFeed + 1;
      if (line !== "\r") this.#lines += 1;
      // One empty line before a request is passed over (RFC 9112 section 2.2).
      else if (nextLine > LINE_END.length) return this.#take(nextLine);
      this.#lineStart = nextLine;
    }
    this.#checkBeginning(this.#text.length);
    return undefined;
  }

  get #form() {
    return this.#lines > 0 ? FIELD_FORM : REQUEST_FORM;
  }

  #take(headEnd) {
    this.#check(this.#lines > 0);
    const before = this.#text.startsWith(LINE_END) ? LINE_END.length : 0;
    const lines = this.#text.slice(before, this.#lineStart - LINE_END.length);
    const rest = Buffer.from(this.#text.slice(headEnd), "latin1");
    return { request: new RequestHead(lines), rest };
  }

  /** The line as far as it has come, or a fault (RFC 6585 section 5, RFC 9110 section 15.5.15). */
  #checkBeginning(end) {
    const line = this.#text.slice(this.#lineStart, end);
    if (this.#lines > MAX_HEADERS && line !== "" && line !== "\r") {
      throw new HeadFault(431, "Too many headers");
    }
    this.#check(this.#form.canBegin(line.slice(0, MAX_HEADER_LINE)));
    const beyond = line.slice(MAX_HEADER_LINE);
    if (beyond !== "" && beyond !== "\r") {
      if (this.#lines > 0) throw new HeadFault(431, "Header line too long");
      throw new HeadFault(414, "Request line too long");
    }
    return line;
  }

  #check(isRight) {
    if (!isRight) throw new HeadFault(400, `Not ${this.#form.name}`);
  }
}
