package dev.runbook.api.host;

import dev.runbook.api.Answer;
import dev.runbook.api.Probe;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How what is in a directory differs from an archive on the host, unpacked there: the members by the name they have in
 * the archive (directories end in {@code /}), each with what is there; null where there is no archive.
 *
 * <p>Names that hold a newline are not supported. Owners and times are not compared.
 *
 * @param archive absolute; tar, plain or compressed with gzip, xz, bzip2 or zstd, or zip
 * @param directory absolute
 * @param strip how many leading components of the names are left out; members with fewer are left out whole
 */
public record ArchiveDifferences(String archive, String directory, int strip)
        implements FileQuery<@Nullable Map<String, ArchiveDifferences.Difference>> {
    /** What is there for a member. */
    public enum Difference {
        MISSING,
        /** Type, content, link or size. */
        DIFFERENT,
        /** Only the permissions. */
        MODE,
        NONE
    }

    @Override
    public Probe<ArchiveDifferences, @Nullable Map<String, Difference>> probe() {
        return ArchiveProbe.INSTANCE;
    }

    @Override
    public String describe() {
        return "contents of " + archive;
    }

    /** Where a member goes, relative to the directory; "" for one that is left out. */
    public static String stripped(String member, int strip) {
        String name = Paths.normal("/" + member).substring(1);
        for (int i = 0; i < strip; i++) {
            int slash = name.indexOf('/');
            name = slash < 0 ? "" : name.substring(slash + 1);
        }
        return name;
    }

    @Override
    public Answer<@Nullable Map<String, Difference>> after(
            FileAction action, Answer<@Nullable Map<String, Difference>> before) {
        Left left = action.at(archive);
        if (left instanceof Left.Gone) {
            return Answer.of(null);
        }
        if (left instanceof Left.Stands || left instanceof Left.Unsure) {
            return Answer.unknown("the contents of the archive " + archive + " are not known yet");
        }
        if (!(before instanceof Answer.Known<@Nullable Map<String, Difference>> known) || known.value() == null) {
            return before;
        }
        Map<String, Difference> after = new TreeMap<>();
        for (Map.Entry<String, Difference> member : known.value().entrySet()) {
            String path = Paths.below(directory, stripped(member.getKey(), strip));
            boolean unpacked = action instanceof ExtractArchive extract && extract.unpacks(this, member.getKey());
            Left there = path.equals(directory) ? null : action.at(path);
            if (!unpacked && (there instanceof Left.Stands || there instanceof Left.Unsure
                    || there instanceof Left.Altered)) {
                return Answer.unknown(path + " changes before");
            }
            after.put(member.getKey(), unpacked ? Difference.NONE
                    : there instanceof Left.Gone ? Difference.MISSING : member.getValue());
        }
        return Answer.of(Collections.unmodifiableMap(after));
    }
}
