package dev.runbook.modules.linode;

import dev.runbook.api.InvalidParameterException;

/** What Linode's labels may be. */
final class Labels {
    private Labels() {}

    static void check(String parameter, String label, int longest) {
        boolean good = label.matches("[a-zA-Z]((?!--|__|\\.\\.)[a-zA-Z0-9_.-])*[a-zA-Z0-9]");
        if (!good || label.length() < 3 || label.length() > longest) {
            throw new InvalidParameterException(
                    parameter,
                    "\"" + label + "\" cannot be a label: 3 to " + longest + " letters, digits, and single _ . - between"
                            + " them, a letter first");
        }
    }
}
