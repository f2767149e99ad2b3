"use strict";

const vscode = require("vscode");
const { Client } = require("./client");
const { find } = require("./server");

const OPEN_SETTINGS = "Open Settings";
const SHOW_OUTPUT = "Show Output";

let output;
let client;
// Starts and stops come one after another, however fast they are asked for.
let last = Promise.resolve();

/** What the Python extension offers, or undefined without it. */
async function pythonEnvironments() {
    const extension = vscode.extensions.getExtension("ms-python.python");
    try {
        return extension && (await extension.activate())?.environments;
    } catch (error) {
        output.appendLine(`The Python extension did not start: ${error}`);
        return undefined;
    }
}

/** The interpreter of the environment that is selected, or undefined. */
async function selectedPython(folder) {
    const environments = await pythonEnvironments();
    if (!environments) {
        return undefined;
    }
    const environment = await environments.resolveEnvironment(environments.getActiveEnvironmentPath(folder?.uri));
    return environment?.executable.uri?.fsPath;
}

async function complain(text) {
    output.appendLine(text);
    const answer = await vscode.window.showErrorMessage(text, OPEN_SETTINGS, SHOW_OUTPUT);
    if (answer === OPEN_SETTINGS) {
        await vscode.commands.executeCommand("workbench.action.openSettings", "funclint.path");
    } else if (answer === SHOW_OUTPUT) {
        output.show();
    }
}

async function start() {
    const settings = vscode.workspace.getConfiguration("funclint");
    if (!settings.get("enable")) {
        return;
    }
    const folder = vscode.workspace.workspaceFolders?.[0];
    const { command, problem } = await find(settings.get("path"), folder?.uri.fsPath, await selectedPython(folder));
    if (problem) {
        void complain(problem);
        return;
    }
    const args = ["lsp", ...settings.get("args")];
    output.appendLine(`Starting ${[command, ...args].join(" ")}`);
    client = new Client(command, args, folder?.uri.fsPath, output, complain);
    try {
        await client.start();
    } catch (error) {
        output.appendLine(String(error));
    }
}

async function stop() {
    const stopped = client;
    client = undefined;
    try {
        await stopped?.dispose();
    } catch (error) {
        output.appendLine(String(error));
    }
}

function restart() {
    last = last.then(stop).then(start);
    return last;
}

async function activate(context) {
    output = vscode.window.createOutputChannel("funclint");
    context.subscriptions.push(
        output,
        vscode.commands.registerCommand("funclint.restart", restart),
        vscode.commands.registerCommand("funclint.showOutput", () => output.show()),
        vscode.workspace.onDidChangeConfiguration((event) => {
            if (["enable", "path", "args"].some((name) => event.affectsConfiguration(`funclint.${name}`))) {
                void restart();
            }
        }),
    );
    const environments = await pythonEnvironments();
    if (environments) {
        context.subscriptions.push(environments.onDidChangeActiveEnvironmentPath(() => void restart()));
    }
    await restart();
}

async function deactivate() {
    await last;
    await stop();
}

module.exports = { activate, deactivate };
