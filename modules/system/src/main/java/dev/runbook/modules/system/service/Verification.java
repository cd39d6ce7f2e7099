package dev.runbook.modules.system.service;

import dev.runbook.api.TaskFailedException;
import dev.runbook.api.UnknownException;
import dev.runbook.api.World;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.UnitStatus;
import java.util.ArrayList;
import java.util.List;

/** Refuses a unit file that systemd would not take. */
final class Verification {
    private Verification() {}

    /**
     * Has the host look at the text. What it misses there but an earlier task makes is no complaint.
     *
     * @throws TaskFailedException with all complaints
     */
    static void require(UnitParameters parameters, String text, World world) {
        if (parameters.verify() == UnitParameters.Verify.OFF) {
            return;
        }
        boolean strict = parameters.verify() == UnitParameters.Verify.STRICT;
        List<String> complaints = new ArrayList<>();
        boolean ignored = false;
        for (UnitVerification.Complaint complaint :
                world.ask(new UnitVerification(parameters.name(), text, parameters.user()))) {
            if ((strict || !complaint.ignored()) && !predicted(complaint, parameters, world)) {
                complaints.add(complaint.message());
                ignored |= complaint.ignored();
            }
        }
        if (!complaints.isEmpty()) {
            throw new TaskFailedException(
                    "systemd does not accept the file of " + parameters.name() + ":\n  "
                            + String.join("\n  ", complaints),
                    null,
                    ignored ? List.of("verify: errors passes over what this version of systemd ignores") : List.of());
        }
    }

    /** What cannot be told before earlier changes are made is no reason to refuse either. */
    private static boolean predicted(UnitVerification.Complaint complaint, UnitParameters parameters, World world) {
        try {
            return !complaint.executable().isEmpty() && world.ask(new FileStatus(complaint.executable(), true)) != null
                    || UnitStatus.validName(complaint.missingUnit())
                            && world.ask(new UnitStatus(complaint.missingUnit(), parameters.user())).exists();
        } catch (UnknownException notYet) {
            return true;
        }
    }
}
