"use strict";
// Finds the funclint to run. Knows nothing of VS Code.

const { execFile } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

const INSTALL = "python -m pip install 'funclint[lsp]'";
const UPDATE = "python -m pip install --upgrade 'funclint[lsp]'";
// Generous: the first start on a busy machine compiles every module.
const PATIENCE = 60_000;

/** The path in a setting with its `~` or `${workspaceFolder}` replaced. */
function expand(setting, folder) {
    if (setting === "~" || /^~[\\/]/.test(setting)) {
        return path.join(os.homedir(), setting.slice(1));
    }
    return setting.replaceAll("${workspaceFolder}", folder ?? "");
}

/** The scripts folders of an environment, given its interpreter; on Windows they are not always the interpreter's own. */
function beside(python) {
    const folder = path.dirname(python);
    return process.platform === "win32"
        ? [path.join(folder, "funclint.exe"), path.join(folder, "Scripts", "funclint.exe")]
        : [path.join(folder, "funclint")];
}

/**
 * Runs `funclint lsp --help`, which a funclint without language server refuses.
 * Gives undefined if all is well, else {missing, reason}.
 */
function probe(command) {
    return new Promise((resolve) => {
        execFile(command, ["lsp", "--help"], { timeout: PATIENCE }, (error, _stdout, stderr) => {
            if (!error) {
                resolve(undefined);
            } else {
                const missing = typeof error.code === "string";
                const lines = missing ? [error.message] : stderr.trim().split("\n");
                resolve({ missing, reason: lines.at(-1) || error.message });
            }
        });
    });
}

/**
 * The command that starts funclint, or why there is none.
 *
 * setting: what the user has set as path, "" for nothing
 * folder: the workspace folder, or undefined
 * python: the interpreter of the selected environment, or undefined
 *
 * Gives {command} or {problem}, a text for the user.
 */
async function find(setting, folder, python) {
    const named = expand(setting, folder);
    const installed = python ? beside(python).find((file) => fs.existsSync(file)) : undefined;
    const command = named || installed || "funclint";
    const failure = await probe(command);
    if (!failure) {
        return { command };
    }
    if (!failure.missing) {
        return { problem: `'${command}' has no language server (${failure.reason}). Update it with: ${UPDATE}` };
    }
    if (named) {
        return { problem: `'${command}', which the setting funclint.path names, cannot be run.` };
    }
    const places = python
        ? `it is neither beside '${python}' nor on PATH`
        : "it is not on PATH, and no Python environment is selected";
    return { problem: `funclint was not found: ${places}. Install it with: ${INSTALL}` };
}

module.exports = { find };
