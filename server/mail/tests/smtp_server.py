"""A mail server that is not ours, for the tests: `smtp_server.py MODE [TIMES]`.

It listens on a free loopback port and writes one JSON line for each thing that happens: `ready` with the port,
`connection`, `quit`, and `message` with what a mail reader sees in it. The first TIMES mails (all, when not given) meet
the mode; later ones are taken.

    ok               takes every mail
    once-451         "try later", TIMES = 1
    always-550       "no such person"
    access-535       refuses the sender for want of a sign-in
    hang-after-ehlo  never answers EHLO
    hang-after-data  never answers the final dot
    cut-after-dot    takes the mail and hangs up without a word
    hang-on-quit     takes every mail and never answers QUIT
    late-after-data  takes the mail, and says so after three seconds

Behind a mode may stand how it encrypts, with which certificate of `tls/`: `ok+starttls=self.pem`, `ok+smtps=server.pem`.
"""

import asyncio
import email
import email.policy
import json
import logging
import pathlib
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP

FOREVER = 3600


def say(event, **facts):
    print(json.dumps({"event": event, **facts}), flush=True)


def read(content):
    mail = email.message_from_bytes(content, policy=email.policy.default)
    text, html = (mail.get_body((kind,)) for kind in ("plain", "html"))
    return {
        "headers": [[name.lower(), str(value)] for name, value in mail.items()],
        "type": mail.get_content_type(),
        "text": text.get_content() if text else None,
        "html": html.get_content() if html else None,
    }


class Handler:
    def __init__(self, mode, times):
        self.mode = mode
        self.left = times

    def due(self, *modes):
        if self.mode not in modes or self.left == 0:
            return False
        self.left -= 1
        return True

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        if self.due("hang-after-ehlo"):
            await asyncio.sleep(FOREVER)
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.due("access-535"):
            return "535 5.7.8 Sign in first"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.due("always-550"):
            return f"550 5.1.1 <{address}>: nobody here by that name"
        if self.due("once-451"):
            return "451 4.7.1 Greylisted, come back in a while"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        hang, late = self.due("hang-after-data"), self.due("late-after-data")
        if hang:
            await asyncio.sleep(FOREVER)
        encrypted = server.transport.get_extra_info("ssl_object") is not None
        facts = {"sender": envelope.mail_from, "recipients": envelope.rcpt_tos, "encrypted": encrypted}
        say("message", **facts, **read(envelope.content))
        if late:
            await asyncio.sleep(3)
        if self.due("cut-after-dot"):
            server.transport.abort()
        return "250 Taken as 4711"

    async def handle_QUIT(self, server, session, envelope):
        say("quit")
        if self.due("hang-on-quit"):
            await asyncio.sleep(FOREVER)
        return "221 Bye"


class Server(SMTP):
    def connection_made(self, transport):
        say("connection")
        super().connection_made(transport)


def encryption(certificate):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pathlib.Path(__file__).with_name("tls") / certificate)
    return context


async def main(mode, times):
    mode, _, how = mode.partition("+")
    handler = Handler(mode, times)
    kind, _, certificate = how.partition("=")
    starttls = encryption(certificate) if kind == "starttls" else None
    smtps = encryption(certificate) if kind == "smtps" else None
    loop = asyncio.get_running_loop()
    factory = lambda: Server(handler, hostname="mail.example", loop=loop, tls_context=starttls)
    server = await loop.create_server(factory, "127.0.0.1", 0, ssl=smtps)
    say("ready", port=server.sockets[0].getsockname()[1])
    await server.serve_forever()


if __name__ == "__main__":
    # Nothing but the JSON lines leaves this process: a connection cut on purpose is no news.
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    mode = sys.argv[1]
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 1 if mode == "once-451" else -1
    asyncio.run(main(mode, times))
