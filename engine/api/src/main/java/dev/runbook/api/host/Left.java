package dev.runbook.api.host;

import dev.runbook.api.Answer;
import dev.runbook.api.Content;
import dev.runbook.api.Payload;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What an action leaves at a path. */
public sealed interface Left {
    /**
     * This stands there afterwards.
     *
     * @param payload the bytes of a file, where they are at hand
     * @param sha256 the checksum of a file, where it is known
     * @param behind what a symbolic link leads to, where it is known; the same as {@code info} for anything else
     */
    record Stands(FileInfo info, @Nullable Payload payload, @Nullable String sha256, @Nullable FileInfo behind)
            implements Left {
        /** A file with these bytes. */
        public static Stands file(FileInfo info, Payload payload) {
            return new Stands(info, payload, payload.sha256(), info);
        }

        /** A file whose bytes are not at hand. */
        public static Stands file(FileInfo info, @Nullable String sha256) {
            return new Stands(info, null, sha256, info);
        }

        public static Stands directory(FileInfo info) {
            return new Stands(info, null, null, info);
        }

        public static Stands link(FileInfo info, @Nullable FileInfo behind) {
            return new Stands(info, null, null, behind);
        }

        /** What a query for the content answers. */
        Answer<@Nullable Content> content(FileContent query) {
            if (info.isDirectory()) {
                return Answer.of(null);
            }
            if (payload != null) {
                return Answer.of(query.of(payload));
            }
            boolean textless = query.limit() == 0 || info.size() > query.limit();
            if (sha256 != null && (sha256.equals(query.known()) || textless)) {
                return Answer.of(new Content(sha256, info.size(), null));
            }
            return Answer.unknown("the content of " + query.path() + " is not known before it is there");
        }

        /** What a query for the checksum answers. */
        Answer<@Nullable String> checksum(String path) {
            if (info.isDirectory()) {
                return Answer.of(null);
            }
            return sha256 != null
                    ? Answer.of(sha256)
                    : Answer.unknown("the content of " + path + " is not known before it is there");
        }
    }

    /** Nothing stands there afterwards. */
    record Gone() implements Left {}

    /**
     * What stands there keeps its content but not its attributes.
     *
     * @param ofLink the attributes of a link itself are changed, not those of what it leads to
     */
    record Altered(UnaryOperator<FileInfo> change, boolean ofLink) implements Left {
        FileInfo apply(FileInfo info, boolean followed) {
            boolean affected = ofLink ? !followed || !info.isLink() : followed || !info.isLink();
            return affected ? change.apply(info) : info;
        }
    }

    /** It cannot be told what stands there before the action is performed; {@code why} completes "unknown: …". */
    record Unsure(String why) implements Left {}
}
