"use strict";

const { spawn } = require("node:child_process");
const { CloseAction, ErrorAction, LanguageClient } = require("vscode-languageclient/node");

// The files whose unsaved text matters to an app; which of them belong to one is for the server to say.
const DOCUMENTS = [
    { scheme: "file", language: "python" },
    ...["function.json", "host.json", "local.settings.json", "*requirements*.txt", ".funcignore"].map((name) => ({
        scheme: "file",
        pattern: `**/${name}`,
    })),
];

/**
 * A client whose server is not tried again if it ends before it could answer once.
 *
 * command, args, cwd: what is run, and where
 * output: the channel for what client and server have to say
 * complain: called with a text for the user if the server did not start
 */
class Client extends LanguageClient {
    #answered = false;

    constructor(command, args, cwd, output, complain) {
        const launch = async () => {
            let last = "";
            const server = spawn(command, args, { cwd });
            server.stderr.on("data", (data) => (last = (last + data).slice(-2000)));
            server.on("error", (error) => (last += error.message));
            // It is closed when the server has ended, and what it wrote has been read.
            server.stderr.on("close", () => {
                if (!this.#answered) {
                    complain(`funclint's language server did not start: ${last.trim() || "it gave no reason"}`);
                }
            });
            return server;
        };
        super("funclint", "funclint", launch, {
            documentSelector: DOCUMENTS,
            outputChannel: output,
            initializationFailedHandler: () => false,
            errorHandler: {
                error: (...details) => (this.#answered ? usual.error(...details) : { action: ErrorAction.Continue }),
                closed: () => (this.#answered ? usual.closed() : { action: CloseAction.DoNotRestart }),
            },
        });
        const usual = this.createDefaultErrorHandler();
    }

    async start() {
        await super.start();
        this.#answered = true;
    }

    /** Until the server has answered, `complain` says all that the user needs to know. */
    error(message, data, showNotification) {
        super.error(message, data, this.#answered && showNotification);
    }
}

module.exports = { Client };
