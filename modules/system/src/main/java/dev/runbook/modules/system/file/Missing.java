package dev.runbook.modules.system.file;

import dev.runbook.api.TaskFailedException;
import dev.runbook.api.World;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.Paths;
import java.util.ArrayList;
import java.util.List;

/** Directories that do not exist on the way to a path. */
final class Missing {
    static final int DIRECTORY_MODE = 0755;

    private Missing() {}

    static List<FileStatus> queries(String path) {
        List<FileStatus> queries = new ArrayList<>();
        for (String at = path; ; at = Paths.parent(at)) {
            queries.add(new FileStatus(at, true));
            if (at.equals("/")) {
                return queries;
            }
        }
    }

    /** The path itself and those it is in, as far as they do not exist; outermost first. */
    static List<String> directories(World world, String path) {
        world.prefetch(queries(path));
        List<String> missing = new ArrayList<>();
        for (String at = path; ; at = Paths.parent(at)) {
            FileInfo info = world.ask(new FileStatus(at, true));
            if (info != null) {
                if (!info.isDirectory()) {
                    throw new TaskFailedException(at + " is " + Kind.of(info).described() + ", not a directory");
                }
                return missing;
            }
            FileInfo link = world.ask(new FileStatus(at, false));
            if (link != null) {
                throw new TaskFailedException(at + " is a link to " + link.linkTarget() + ", which does not exist");
            }
            missing.addFirst(at);
        }
    }

    /** Of a directory that is made where nothing else is asked for. */
    static int mode(Ownership ownership) {
        return ownership.inherited() ? DIRECTORY_MODE | 02000 : DIRECTORY_MODE;
    }
}
