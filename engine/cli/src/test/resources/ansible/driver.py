"""Runs playbooks of ansible-core, each in a process of its own that finds the program loaded already.

Input: a JSON list of {"id", "runs": [{"directory", "argv", "record"}]}. Of one case the runs follow each other; two cases
run at a time. Output: a JSON object a line: {"id", "exits"}. What a run did is in the file its "record" names.
"""
import json
import os
import signal
import sys

from ansible.cli.playbook import PlaybookCLI
# What a run needs anyway is loaded once.
from ansible.executor import playbook_executor, task_queue_manager  # noqa: F401
from ansible.plugins.strategy import linear  # noqa: F401
from ansible.plugins.action import command, copy, debug, normal, set_fact  # noqa: F401
from ansible.plugins.connection import local  # noqa: F401

AT_ONCE = 2
LONGEST = 60


def one(run):
    """Runs one playbook in a child; its exit status, or 124 where it took too long."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os.setsid()
    os.chdir(run['directory'])
    os.environ['RECORD_FILE'] = run['record']
    output = os.open(run['record'] + '.out', os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(output, 1)
    os.dup2(output, 2)

    def too_long(*_):
        os._exit(124)

    signal.signal(signal.SIGALRM, too_long)
    signal.alarm(LONGEST)
    status = 250
    try:
        PlaybookCLI.cli_executor(['ansible-playbook', *run['argv']])
        status = 0
    except SystemExit as end:
        status = end.code or 0
    except BaseException as error:  # a crash is a result, too
        print(error)
    sys.stdout.flush()
    os._exit(status)


def main():
    cases = json.load(sys.stdin)
    workers = []
    for worker in range(AT_ONCE):
        pid = os.fork()
        if pid == 0:
            for case in cases[worker::AT_ONCE]:
                line = json.dumps({'id': case['id'], 'exits': [one(run) for run in case['runs']]})
                os.write(1, (line + '\n').encode())
            os._exit(0)
        workers.append(pid)
    for pid in workers:
        os.waitpid(pid, 0)


main()
