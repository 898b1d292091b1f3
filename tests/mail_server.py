"""A mail server for tests, on this machine: keeps what it takes, refuses what it is told to, and at the worst moment, when
it has a message and before it says so, cuts the line or has whoever sends killed."""

from __future__ import annotations

import email
import os
import signal
import socket
import socketserver
import threading
from collections import Counter
from email.message import Message


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "DATA":
                self.take()
            elif word == "QUIT":
                return self.say("221 bye")
            elif word == "RCPT" and self.server.refusals > 0:
                self.server.refusals -= 1
                self.say("451 come back later")
            else:
                self.say("250 yes")

    def take(self) -> object:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.server.took.append(email.message_from_bytes(b"".join(lines)))
        if self.server.kills:
            os.kill(self.server.kills.pop(), signal.SIGKILL)
        if self.server.cuts:
            self.server.cuts -= 1
            return self.request.shutdown(socket.SHUT_RDWR)
        return self.say("250 taken")

    def say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


class MailServer(socketserver.ThreadingTCPServer):
    """`with MailServer() as server:`; `took` are the messages it has, in order."""

    daemon_threads = True

    def __init__(self, refusals: int = 0, cuts: int = 0) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.took: list[Message] = []
        self.refusals = refusals
        self.cuts = cuts
        self.kills: list[int] = []  # ids of processes
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def __exit__(self, *fault: object) -> None:
        self.shutdown()
        super().__exit__(*fault)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?tls=no"

    @property
    def times(self) -> dict[str, int]:
        """How often each message came, by its Message-ID."""
        return dict(Counter(str(m["Message-ID"]) for m in self.took))
