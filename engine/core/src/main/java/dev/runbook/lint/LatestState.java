package dev.runbook.lint;

import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostics;

/** {@code state: latest}: what a run installs depends on the day. */
final class LatestState implements Rule {
    @Override
    public void check(Subject subject, Diagnostics found) {
        Walk.tasks(subject.runbook()).map(Walk.Placed::step).forEach(task -> subject.module(task)
                .filter(module -> module.parameters().find("state")
                        .filter(state -> state.type().allowed().contains("latest"))
                        .isPresent())
                .flatMap(module -> new Given(task, module).scalar("state"))
                .filter(state -> state.text().equals("latest"))
                .ifPresent(state -> found.warning(
                        Codes.LATEST_STATE.id(), state.span(),
                        "`latest` installs another version when there is one, whenever this runs",
                        "name the version that is wanted, or write `state: present` and upgrade on purpose")));
    }
}
