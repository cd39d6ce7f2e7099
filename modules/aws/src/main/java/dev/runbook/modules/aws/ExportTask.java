package dev.runbook.modules.aws;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An export of logs to S3.
 *
 * @param id given by AWS; "" for one that is only predicted
 * @param status {@code PENDING}, {@code RUNNING}, {@code COMPLETED}, {@code FAILED}, {@code CANCELLED}, {@code PENDING_CANCEL}
 * @param reason what AWS says about the status; often ""
 */
public record ExportTask(String id, Export export, String status, String reason) {
    private static final Set<String> ACTIVE = Set.of("PENDING", "RUNNING");

    /** Whether it is under way. */
    public boolean active() {
        return ACTIVE.contains(status);
    }

    /** Whether it still takes the one place that an account has for exports. */
    public boolean unfinished() {
        return active() || status.equals("PENDING_CANCEL");
    }

    public boolean completed() {
        return status.equals("COMPLETED");
    }

    /**
     * What tells exports apart.
     *
     * @param from milliseconds since 1970, included
     * @param to milliseconds since 1970, excluded
     * @param prefix without slashes at its ends
     */
    public record Export(String logGroup, long from, long to, String bucket, String prefix) {
        /** What AWS takes where no prefix is given. */
        private static final String DEFAULT_PREFIX = "exportedlogs";

        /** A prefix without slashes at its ends, which would make keys with an empty part; AWS's own for none. */
        public static String prefix(@Nullable String given) {
            String normal = given == null ? "" : given.replaceAll("^/+|/+$", "");
            return normal.isEmpty() ? DEFAULT_PREFIX : normal;
        }
    }
}
