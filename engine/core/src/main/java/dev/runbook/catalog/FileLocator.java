package dev.runbook.catalog;

import java.nio.file.Path;
import java.util.List;

/** Finds the files on the engine's side that tasks name. */
public interface FileLocator {
    /** Looks for it in the places its kind belongs. */
    Location locate(String name, Kind kind);

    /** What a name stands for. */
    enum Kind {
        FILE("files"),
        TEMPLATE("templates");

        private final String folder;

        Kind(String folder) {
            this.folder = folder;
        }

        /** The folder where such files are kept. */
        public String folder() {
            return folder;
        }
    }

    /** Where it is, or where it is not. */
    sealed interface Location {
        /**
         * @param display how messages call it
         */
        record Found(Path path, String display) implements Location {}

        /**
         * @param searched how messages call the places looked at, in order
         * @param nearest names of files there that come close
         */
        record Missing(List<String> searched, List<String> nearest) implements Location {
            public Missing {
                searched = List.copyOf(searched);
                nearest = List.copyOf(nearest);
            }
        }
    }
}
