"""Split the sender's new words from quotes, forwards, signatures and disclaimers."""

from mailbot.parsers.reply.split import Split, split_reply

__all__ = ["Split", "split_reply"]
