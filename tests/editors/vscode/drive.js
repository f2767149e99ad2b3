"use strict";
// Drives VS Code as a user would, and fails where it does not do what it should.
// Arguments: the folder to work in (with app/ and data/ext/), code-server's folder, Chromium, funclint, and where to put a
// picture.

const assert = require("node:assert");
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const net = require("node:net");
const path = require("node:path");
const puppeteer = require("puppeteer-core");

const [work, codeServer, chromium, funclint, picture] = process.argv.slice(2);
const app = path.join(work, "app");
const data = path.join(work, "data");
// Only a fault takes that long.
const PATIENCE = 120_000;

const USUAL = {
    "workbench.startupEditor": "none",
    "workbench.colorTheme": "Default Light Modern",
    "workbench.tips.enabled": false,
    "window.commandCenter": false,
    "editor.minimap.enabled": false,
    "git.enabled": false,
    "extensions.ignoreRecommendations": true,
};

function writeSettings(folder, settings) {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, "settings.json"), JSON.stringify(settings));
}

/** Sets funclint.path for the folder that is open. */
function setPath(command) {
    writeSettings(path.join(app, ".vscode"), { "funclint.path": command });
}

/** An executable in the working folder that stands for a broken funclint. */
function program(name, script) {
    const file = path.join(work, name);
    fs.writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return file;
}

/** The part of the Python extension that is asked for the selected environment: one in which funclint is installed. */
function selectEnvironment() {
    const scripts = path.join(work, "venv", "bin");
    fs.mkdirSync(scripts, { recursive: true });
    fs.symlinkSync(funclint, path.join(scripts, "funclint"));
    const extension = path.join(data, "ext", "ms-python.python");
    fs.mkdirSync(extension);
    const declared = { name: "python", publisher: "ms-python", version: "1.0.0", main: "main.js" };
    const engines = { vscode: "^1.82.0" };
    fs.writeFileSync(path.join(extension, "package.json"), JSON.stringify({ ...declared, engines }));
    fs.writeFileSync(
        path.join(extension, "main.js"),
        `const vscode = require("vscode");
        const environments = {
            onDidChangeActiveEnvironmentPath: new vscode.EventEmitter().event,
            getActiveEnvironmentPath: () => ({ id: "venv", path: ${JSON.stringify(path.join(scripts, "python"))} }),
            resolveEnvironment: async ({ path }) => ({ executable: { uri: vscode.Uri.file(path) } }),
        };
        exports.activate = () => ({ environments });`,
    );
}

function freePort() {
    return new Promise((resolve) => {
        const server = net.createServer().listen(0, "127.0.0.1", () => {
            const { port } = server.address();
            server.close(() => resolve(port));
        });
    });
}

async function until(condition, what) {
    const end = Date.now() + PATIENCE;
    let last;
    while (Date.now() < end) {
        last = await condition();
        if (last) {
            return last;
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`timed out: ${what}`);
}

/** What the extension has written to its output. */
function output() {
    const logs = fs.readdirSync(path.join(data, "logs"), { recursive: true });
    const own = logs.filter((name) => path.basename(name).endsWith("funclint.log"));
    return own.map((name) => fs.readFileSync(path.join(data, "logs", name), "utf8")).join("\n");
}

/** VS Code in a page of the browser, with what a user does to it. */
class Editor {
    constructor(page) {
        this.page = page;
    }

    texts(selector) {
        return this.page.$$eval(selector, (found) => found.map((each) => each.innerText));
    }

    async keys(...names) {
        for (const name of names) {
            await this.page.keyboard.down(name);
        }
        for (const name of names.reverse()) {
            await this.page.keyboard.up(name);
        }
    }

    /** Writes into the box at the top, and takes the row with that label. */
    async pick(open, text, label) {
        await this.keys(...open);
        await this.page.waitForSelector(".quick-input-widget:not([style*='display: none']) input", { timeout: PATIENCE });
        await this.page.keyboard.type(text);
        await until(() => this.clickRow(label), `'${label}' is offered for '${text}'`);
    }

    /** Clicks the row with that label; false if it is not there, or no longer when the mouse comes: rows come and go. */
    async clickRow(label) {
        for (const row of await this.page.$$(".quick-input-list .monaco-list-row")) {
            try {
                if ((await row.evaluate((element) => element.querySelector(".label-name")?.innerText)) === label) {
                    await row.click();
                    return true;
                }
            } catch {
                return false;
            }
        }
        return false;
    }

    async open(file) {
        await this.pick(["Control", "KeyP"], file, path.basename(file));
        await this.shown(file);
    }

    /** Moves the file that is shown into a group of its own, at the right. */
    async moveRight(file) {
        await this.command("View: Move Editor into Right Group");
        await this.shown(file);
    }

    shown(file) {
        const tab = `.editor-group-container.active .tab.active[aria-label*='${path.basename(file)}']`;
        return this.page.waitForSelector(tab, { timeout: PATIENCE });
    }

    /** Puts the cursor where the group that was used last has its first squiggle. */
    async clickSquiggle() {
        const squiggle = await this.page.waitForSelector(".editor-group-container.active .squiggly-error", {
            timeout: PATIENCE,
        });
        const box = await squiggle.boundingBox();
        await this.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    }

    async command(title) {
        await this.pick(["Control", "Shift", "KeyP"], title, title);
    }

    squiggles() {
        return this.page.$$eval(".squiggly-error, .squiggly-warning", (found) => found.length);
    }

    /** The rows of the panel "Problems", without those of files. */
    async problems() {
        return (await this.texts(".markers-panel .monaco-list-row")).map((text) => text.replace(/\s+/g, " "));
    }

    /** The text of the first notification that has a word; it is dismissed. */
    async notification(word) {
        const text = await until(
            async () => (await this.texts(".notification-list-item-message")).find((each) => each.includes(word)),
            `a notification with '${word}'`,
        );
        await this.command("Notifications: Clear All Notifications");
        return text;
    }
}

async function showsWhatIsWrongInFilesThatAreNotOpen(editor) {
    await editor.keys("Control", "Shift", "KeyM");
    const rows = await until(async () => {
        const found = await editor.problems();
        return ["FN301", "FN302"].every((code) => found.some((row) => row.includes(code))) && found;
    }, "both findings in the panel");
    console.log(rows.join("\n"));
    assert(rows.some((row) => row.includes("'inputMessage' has no binding") && row.includes("funclint")));
}

async function marksBothSidesAndMendsThem(editor) {
    await editor.open("Scan/function.json");
    await editor.open("Scan/__init__.py");
    await editor.moveRight("Scan/__init__.py");
    await editor.keys("Control", "KeyB");
    await until(async () => (await editor.squiggles()) === 2, "a squiggle in both files");
    assert.deepEqual(await editor.texts(".notification-list-item-message"), []);
    if (picture) {
        await editor.keys("Control", "Digit1");
        await editor.page.screenshot({ path: picture });
        await editor.keys("Control", "Digit2");
    }

    await editor.clickSquiggle();
    await editor.keys("Control", "Period");
    const offered = await until(async () => {
        const titles = await editor.texts(".action-widget .monaco-list-row.action");
        return titles.length > 0 && titles;
    }, "quick fixes");
    console.log(offered.join("\n"));
    assert.match(offered[0], /^Rename the binding 'msg' to 'inputMessage'/);
    await editor.keys("Enter");
    await until(async () => (await editor.squiggles()) === 0, "no squiggle after the fix");
    assert.deepEqual(await editor.texts(".notification-list-item-message"), []);
    await editor.command("File: Save All Files");
    const definition = path.join(app, "Scan", "function.json");
    await until(() => fs.readFileSync(definition, "utf8").includes('"name": "inputMessage"'), "function.json is saved");
}

async function saysWhyThereIsNoServer(editor) {
    setPath("/nowhere/funclint");
    assert.match(await editor.notification("funclint.path"), /'\/nowhere\/funclint'.* cannot be run/);

    setPath(program("old", "echo \"Error: no such command 'lsp'\" >&2; exit 2"));
    assert.match(await editor.notification("has no language server"), /no such command 'lsp'.*pip install --upgrade/);

    setPath(program("crash", '[ "$2" = --help ] && exit; echo "pygls is missing" >&2; exit 2'));
    assert.match(await editor.notification("did not start"), /pygls is missing/);
}

async function comesBack(editor) {
    setPath("");
    await editor.open("Scan/__init__.py");
    await editor.keys("Control", "Home");
    await editor.page.keyboard.type("import nonsense_\n");
    await until(async () => (await editor.squiggles()) > 0, "a squiggle for what was typed");
    await editor.command("funclint: Restart");
    await until(async () => (await editor.squiggles()) === 0, "no squiggle while it restarts");
    await until(async () => (await editor.squiggles()) > 0, "squiggles after the restart");
}

async function main() {
    writeSettings(path.join(data, "User"), USUAL);
    selectEnvironment();
    const port = await freePort();
    const server = spawn(
        process.execPath,
        [
            ...[path.join(codeServer, "out", "node", "entry.js"), "--auth", "none", "--bind-addr", `127.0.0.1:${port}`],
            ...["--user-data-dir", data, "--extensions-dir", path.join(data, "ext"), "--disable-telemetry"],
            ...["--disable-update-check", "--disable-workspace-trust", app],
        ],
        { stdio: ["ignore", fs.openSync(path.join(work, "code-server.log"), "w"), "inherit"] },
    );
    let browser;
    let page;
    try {
        const address = `http://127.0.0.1:${port}/?folder=${encodeURIComponent(app)}`;
        await until(() => fetch(address).then((answer) => answer.ok, () => false), "code-server answers");
        browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox"] });
        page = await browser.newPage();
        await page.setViewport({ width: 1160, height: 640 });
        await page.goto(address);
        await page.waitForSelector(".monaco-workbench .explorer-folders-view .monaco-list-row", { timeout: PATIENCE });
        const editor = new Editor(page);
        for (const scenario of [
            showsWhatIsWrongInFilesThatAreNotOpen,
            marksBothSidesAndMendsThem,
            saysWhyThereIsNoServer,
            comesBack,
        ]) {
            await scenario(editor);
            console.log(`passed: ${scenario.name}`);
        }
        assert.match(output(), /^Starting .*venv.bin.funclint lsp$/m);
    } catch (error) {
        console.error(`${error.message}\n${output()}`);
        process.exitCode = 1;
        if (picture && page) {
            await page.screenshot({ path: `${picture}.failed.png` });
        }
    } finally {
        await browser?.close();
        server.kill();
    }
}

void main();
