// An extension of JupyterLab: a cell that begins with `%%php` is coloured as PHP, any other as the kernel's language.
//
// JupyterLab loads this file as it stands, before it starts: nothing is built. It lies in no folder named `static`:
// what lies there a browser keeps for a year, after an update of the course too.

(() => {
  const NAME = "framebyframe-php-cells"; // of the folder, and in package.json
  const PHP_CELL = "text/x-framebyframe-php-cell";
  const MAGIC_LINE = /^\s*%%php(?!\S).*/;

  /** The modules that JupyterLab shares with its extensions, by name and version. */
  let shared = {};

  /** Gives a module of JupyterLab's: the very one that it uses itself. */
  async function take(name) {
    const versions = Object.values(shared[name]);
    const { get } = versions.find((version) => version.loaded) ?? versions[0];
    const open = await get();
    return open();
  }

  /** Gives the text as PHP sees it: the line with `%%php` is blank, and every other character has its place. */
  function withoutMagicLine(text) {
    return text.replace(MAGIC_LINE, (line) => line.replace(/./g, " "));
  }

  /** Loads PHP for cells. JupyterLab's own waits for `<?php`, and takes for HTML what stands before it. */
  async function loadPhpOfCells(languages) {
    const { LanguageSupport } = await take("@codemirror/language");
    const file = await languages.getLanguage("PHP");
    const program = file.support.language.configure({ top: "Program" });
    const parse = (_, input, fragments, ranges) =>
      program.parser.startParse(withoutMagicLine(input.read(0, input.length)), fragments, ranges);
    return new LanguageSupport(program.configure({ wrap: parse }));
  }

  /**
   * Sets the language of a cell. An editor shows the one that came last, and not the one that was asked for last: so
   * both are there before PHP is set.
   */
  async function chooseLanguage(cell, notebook, languages) {
    const isPhp = () => MAGIC_LINE.test(cell.sharedModel.getSource());
    if (isPhp()) await Promise.all([notebook.codeMimetype, PHP_CELL].map((type) => languages.getLanguage(type)));
    cell.mimeType = isPhp() ? PHP_CELL : notebook.codeMimetype;
  }

  /** Follows a cell: what is typed, and what JupyterLab sets when the kernel says its language. */
  function follow(cell, notebook, languages) {
    if (cell.type !== "code") return;
    const choose = () => chooseLanguage(cell, notebook, languages);
    cell.contentChanged.connect(choose);
    cell.mimeTypeChanged.connect(choose);
    choose();
  }

  /** Follows the cells of a notebook, and those that it gets. */
  function followNotebook(notebook, languages) {
    const { cells } = notebook.model;
    for (const cell of cells) follow(cell, notebook, languages);
    cells.changed.connect((_, change) => change.newValues.forEach((cell) => follow(cell, notebook, languages)));
  }

  function activate(_app, notebooks, languages) {
    const load = () => loadPhpOfCells(languages);
    languages.addLanguage({ name: "PHP cell", displayName: "PHP in a cell", mime: PHP_CELL, load });
    notebooks.widgetAdded.connect((_, panel) => followNotebook(panel.content, languages));
  }

  /** Gives what JupyterLab starts. What it requires is named by objects of JupyterLab's modules. */
  async function plugin() {
    const { INotebookTracker } = await take("@jupyterlab/notebook");
    const { IEditorLanguageRegistry } = await take("@jupyterlab/codemirror");
    const requires = [INotebookTracker, IEditorLanguageRegistry];
    return { id: `${NAME}:plugin`, description: "Colours %%php cells as PHP", autoStart: true, requires, activate };
  }

  // Here JupyterLab looks for an extension that was built beforehand. This is what webpack would write.
  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB[NAME] = {
    init: (scope) => {
      shared = scope;
    },
    get: async (_extension) => {
      const made = await plugin();
      return () => made;
    },
  };
})();
