"""Types in a real shell in tmux and says what the line was after each completion.

usage: completions.py < JOB > ANSWERS

The job is JSON: {shell, folder, path, script, cases: [{type, enter}]}. The folder is the shell's working directory and its
home, `path` a folder that comes first in PATH, `script` the completion script to read. Of each case the text is typed and
Tab pressed; the answer has the `line` then, and where `enter` is true the `screen` after Enter was pressed.
"""
import concurrent.futures
import json
import os
import signal
import subprocess
import sys
import time

PROMPT = "ready>"
# Typing is mostly waiting, so that several shells share the cases.
SHELLS = 4


class Shell:
    def __init__(self, job, number):
        self.socket = f"corpus-tool-{os.getpid()}-{number}"
        folder = job["folder"]
        environment = {
            "HOME": folder, "PATH": job["path"] + ":" + os.environ["PATH"], "TERM": "xterm", "LC_ALL": "C.UTF-8",
            "XDG_CONFIG_HOME": folder + "/.config", "XDG_DATA_HOME": folder + "/.local", "XDG_STATE_HOME": folder + "/.state",
            "TMUX_TMPDIR": folder,
        }
        self.environment = {**{k: v for k, v in os.environ.items() if k not in ("TMUX", "SHELL")}, **environment}
        command = {
            "bash": ["bash", "--norc", "--noprofile", "-i"], "zsh": ["zsh", "-f", "-i"], "fish": ["fish", "--no-config", "-i"],
        }[job["shell"]]
        self.tmux("new-session", "-d", "-x", "160", "-y", "50", "-c", folder, "--", *command)
        source = f"source '{job['script']}'"
        start = {
            "bash": [f"PS1='{PROMPT} '", source],
            "zsh": [f"PS1='{PROMPT} '", "autoload -Uz compinit", "compinit -D -u", source],
            "fish": [f"function fish_prompt; echo -n '{PROMPT} '; end", "set -g fish_autosuggestion_enabled 0", source],
        }[job["shell"]]
        for line in start:
            self.keys("-l", line)
            self.keys("Enter")
        self.wait(lambda text: text.rstrip().endswith(PROMPT))

    def tmux(self, *words):
        run = subprocess.run(
            ["tmux", "-L", self.socket, "-f", "/dev/null", *words], env=self.environment, capture_output=True, text=True)
        if run.returncode:
            raise SystemExit(f"tmux {words[0]}: {run.stderr}")
        return run.stdout

    def keys(self, *keys):
        self.tmux("send-keys", *keys)

    def start_over(self):
        """A screen of its own for the next case: the line is thrown away."""
        self.keys("C-e")
        self.press("C-u", lambda text: self.line(text) == "")
        self.press("C-l", lambda text: text.strip() == PROMPT)

    def press(self, key, fits):
        """Presses a key until the screen fits: a shell that is busy throws away what is typed."""
        for _ in range(10):
            self.keys(key)
            text = self.wait(fits, 2.0)
            if fits(text):
                return
        raise SystemExit(f"{key} does nothing: {text}")

    def screen(self):
        return self.tmux("capture-pane", "-p", "-J")

    def wait(self, fits, patience=40.0, rest=0.1):
        """The screen once it fits and then rests as it is for a while; after the patience whatever it is."""
        end, last, since = time.monotonic() + patience, None, time.monotonic()
        while time.monotonic() < end:
            now = self.screen()
            if now != last:
                last, since = now, time.monotonic()
            elif time.monotonic() - since > rest and fits(now):
                return now
            time.sleep(0.02)
        return last or ""

    def line(self, text):
        """What stands behind the last prompt, without what a shell lists below it."""
        lines = text.split("\n")
        for line in reversed(lines):
            if line.startswith(PROMPT):
                return line[len(PROMPT):].strip()
        return ""

    def complete(self, case):
        typed = case["type"]
        self.start_over()
        self.keys("-l", typed)
        self.wait(lambda text: self.line(text) == typed.strip())
        self.keys("Tab")
        # The program answers within the patience; where it has nothing to say the line stays as it is.
        text = self.wait(
            lambda text: self.line(text) != typed.strip(), 20.0 if case.get("changes", True) else 2.0, rest=0.3)
        answer = {"line": self.line(text), "list": text}
        if case.get("enter"):
            self.keys("Enter")
            answer["screen"] = self.wait(lambda text: self.line(text) == "")
        return answer


def main():
    # Who starts this may have signals blocked, and would hand that on to tmux, which then never ends.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    job = json.load(sys.stdin)
    answers = {}

    def complete(first):
        shell = Shell(job, first)
        try:
            for number in range(first, len(job["cases"]), SHELLS):
                answers[number] = shell.complete(job["cases"][number])
        finally:
            shell.tmux("kill-server")

    with concurrent.futures.ThreadPoolExecutor(SHELLS) as pool:
        for done in [pool.submit(complete, first) for first in range(min(SHELLS, len(job["cases"])))]:
            done.result()
    json.dump([answers[number] for number in range(len(job["cases"]))], sys.stdout)


main()
