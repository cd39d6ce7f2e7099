"""Records what a run of ansible-playbook did, a JSON object a line, in the file that RECORD_FILE names."""
import json
import os

from ansible.plugins.callback import CallbackBase


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = 'stdout'
    CALLBACK_NAME = 'record'

    def _write(self, **fields):
        with open(os.environ['RECORD_FILE'], 'a') as file:
            file.write(json.dumps(fields, default=str) + '\n')

    def _event(self, result, status):
        task = result._task
        if task.action in ('meta', 'ansible.builtin.meta'):
            return
        self._write(event=f'{result._host.name} {task.name or task.action} {status}', said=self._said(result._result))

    def _said(self, result):
        texts = [str(result.get('msg', ''))]
        texts += [str(item.get('msg', '')) for item in result.get('results', []) if isinstance(item, dict)]
        return '\n'.join(text for text in texts if text)

    def v2_runner_on_ok(self, result):
        self._event(result, 'changed' if result._result.get('changed') else 'ok')

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._event(result, 'failed')

    def v2_runner_on_skipped(self, result):
        self._event(result, 'skipped')

    def v2_runner_on_unreachable(self, result):
        self._event(result, 'unreachable')

    def v2_playbook_on_stats(self, stats):
        recap = {}
        for host in sorted(stats.processed):
            counts = stats.summarize(host)
            recap[host] = {'failed' if key == 'failures' else key: count for key, count in counts.items()}
        self._write(recap=recap)
