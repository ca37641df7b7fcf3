"""Runs a program whose standard error is a terminal of some columns, and says what it showed there.

usage: terminal.py COLUMNS PROGRAM [ARGUMENT...]     standard output is passed on; what the terminal got is on standard error
"""
import fcntl
import os
import pty
import struct
import sys
import termios

columns = int(sys.argv[1])
master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
child = os.fork()
if child == 0:
    os.dup2(slave, 2)
    os.close(master)
    os.execv(sys.argv[2], sys.argv[2:])
os.close(slave)
shown = b""
while True:
    try:
        piece = os.read(master, 65536)
    except OSError:
        break
    if not piece:
        break
    shown += piece
status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
sys.stderr.buffer.write(shown.replace(b"\r\n", b"\n"))
sys.exit(status)
