package dev.runbook.expression;

import dev.runbook.api.Secret;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.RunbookException;

/** Reads scalars with the tag {@code !secret}. Used by several threads at once. */
public interface SecretDecryptor {
    /** Says beforehand what can be known to be wrong, without asking anyone for a key. */
    void check(Node.ScalarNode scalar, Diagnostics diagnostics);

    /**
     * The text it encrypts.
     *
     * @throws RunbookException where it cannot be read, with a diagnostic at the scalar
     */
    Secret decrypt(Node.ScalarNode scalar);

    /** One that can read none and says so. */
    static SecretDecryptor none() {
        return new SecretDecryptor() {
            @Override
            public void check(Node.ScalarNode scalar, Diagnostics diagnostics) {
                diagnostics.add(problem(scalar));
            }

            @Override
            public Secret decrypt(Node.ScalarNode scalar) {
                throw new RunbookException(problem(scalar));
            }

            private Diagnostic problem(Node.ScalarNode scalar) {
                return Diagnostic.error("no-decryptor", scalar.span(), "this encrypted value cannot be read: no key is given");
            }
        };
    }
}
