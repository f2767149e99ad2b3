;;; eglot_drive.el --- Drives Emacs as nvim_drive.lua drives Neovim  -*- lexical-binding: t -*-
;; Opens both files of a function, waits for funclint's diagnostics, takes a quick fix where the script is at fault, saves,
;; and waits until nothing is left to say.
;; In: $FUNCLINT_STEPS, a JSON file {script, definition, code, fix, patience}. Out: $FUNCLINT_SEEN, a JSON file.

(require 'cl-lib)
(require 'json)

;; With -Q, Debian's packages are not on the path; eglot needs newer ones than those that came with Emacs.
(dolist (folder (file-expand-wildcards "/usr/share/emacs/site-lisp/elpa/*"))
  (add-to-list 'load-path folder))
(require 'eglot)
(require 'flymake)

(defvar drive-steps (json-read-file (getenv "FUNCLINT_STEPS")))
(defvar drive-seen nil)

;; A busy machine may take its time.
(setq eglot-connect-timeout (alist-get 'patience drive-steps)
      jsonrpc-default-request-timeout (alist-get 'patience drive-steps))

(defun drive-step (name) (alist-get name drive-steps))
(defun drive-note (name value) (push (cons name value) drive-seen))

(defun drive-wait (what condition)
  "Wait until CONDITION holds, else fail and say WHAT did not happen."
  (let ((end (+ (float-time) (drive-step 'patience))))
    (while (not (funcall condition))
      (when (> (float-time) end)
        (error "timed out: %s" what))
      (accept-process-output nil 0.05))))

(defun drive-code (diagnostic)
  (plist-get (cdr (assoc 'eglot-lsp-diag (flymake-diagnostic-data diagnostic))) :code))

(defun drive-codes (buffer)
  "The codes of what funclint says about BUFFER, in order."
  (with-current-buffer buffer
    (vconcat (sort (mapcar #'drive-code (flymake-diagnostics)) #'string<))))

(defun drive-open (path)
  "Open PATH and have eglot take care of it, as M-x eglot does."
  (find-file path)
  (unless (eglot-managed-p)
    (call-interactively #'eglot))
  (drive-wait (format "eglot manages %s" path) #'eglot-managed-p)
  ;; Without a screen there is no command loop, which would do this.
  (flymake-start)
  (current-buffer))

(defun drive ()
  (let* ((definition (drive-open (drive-step 'definition)))
         (script (drive-open (drive-step 'script)))
         (offered nil))
    (drive-wait "diagnostics in both files"
                (lambda () (not (or (equal [] (drive-codes definition)) (equal [] (drive-codes script))))))
    (drive-note 'before `((definition . ,(drive-codes definition)) (script . ,(drive-codes script))))
    (switch-to-buffer script)
    (dolist (diagnostic (flymake-diagnostics))
      (when (equal (drive-code diagnostic) (drive-step 'code))
        (goto-char (flymake-diagnostic-beg diagnostic))
        (drive-note 'marked (thing-at-point 'symbol t))))
    ;; A key, not the mouse, so that eglot asks in the minibuffer.
    (cl-letf ((last-nonmenu-event ?\r)
              ((symbol-function 'completing-read)
               (lambda (_prompt choices &rest _)
                 (setq offered (mapcar #'car choices))
                 (cl-find (drive-step 'fix) offered :test #'string-search))))
      (call-interactively #'eglot-code-actions))
    (drive-note 'offered (vconcat offered))
    ;; What was edited is told to the server when Emacs is idle, which without a screen it never is, or on saving.
    (save-some-buffers t)
    (drive-wait "no diagnostics after the fix"
                (lambda () (and (equal [] (drive-codes definition)) (equal [] (drive-codes script)))))))

;; Called when the user's configuration is loaded.
(defun drive-and-tell ()
  (condition-case failure
      (drive)
    (error (drive-note 'failure (error-message-string failure))))
  (with-temp-file (getenv "FUNCLINT_SEEN")
    (insert (json-encode drive-seen))))
