package dev.runbook.api;

import java.nio.charset.StandardCharsets;

/**
 * What a script on a host printed.
 *
 * @param exitStatus as the shell reports it
 * @param out standard output, as bytes
 * @param err standard error, as bytes
 */
public record CommandOutput(int exitStatus, byte[] out, byte[] err) {
    /** Standard output decoded as UTF-8. */
    public String stdout() {
        return new String(out, StandardCharsets.UTF_8);
    }

    /** Standard error decoded as UTF-8. */
    public String stderr() {
        return new String(err, StandardCharsets.UTF_8);
    }
}
