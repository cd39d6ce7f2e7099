package dev.runbook.modules.aws;

import dev.runbook.api.Payload;
import dev.runbook.api.TaskFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Objects on their way from S3 to a host: private files on the engine's side, there from fetching to sending. */
final class Parcel {
    private final Map<StoredObject, Path> files = new ConcurrentHashMap<>();

    void put(StoredObject object, Path file) {
        files.put(object, file);
    }

    /** The bytes of an object that was fetched. */
    Payload payload(StoredObject object) {
        Path file = files.get(object);
        try {
            if (file != null) {
                return Payload.of(file);
            }
        } catch (IOException e) {
            throw new TaskFailedException("cannot read what was fetched of " + object.key() + ": " + e.getMessage());
        }
        throw new TaskFailedException(object.key() + " was not fetched");
    }

    /** Removes the files; what was in them is no longer needed. */
    void empty() throws IOException {
        for (Path file : files.values()) {
            Files.deleteIfExists(file);
        }
        files.clear();
    }
}
