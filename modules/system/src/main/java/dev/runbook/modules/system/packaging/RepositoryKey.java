package dev.runbook.modules.system.packaging;

import dev.runbook.api.Content;
import dev.runbook.api.NetworkQuery;
import dev.runbook.api.Payload;
import dev.runbook.api.SourceFile;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.World;
import dev.runbook.api.host.FileContent;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.FileStatus;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The key of a repository: where it belongs, what is there, and what is to be put there.
 *
 * @param path on the host, or null where the task brings no key
 * @param before what stands there
 * @param content what it holds
 * @param payload the key to put there, judged already; null where what is there will do, or is only to go
 */
record RepositoryKey(
        @Nullable String path, @Nullable FileInfo before, @Nullable Content content, @Nullable Payload payload) {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    static RepositoryKey observe(AptRepositoryParameters parameters, String stem, World world) {
        if (parameters.state() == AptRepositoryParameters.State.ABSENT) {
            RepositoryKey armored = at(stem + ".asc", null, world);
            return armored.before() != null ? armored : at(stem + ".gpg", null, world);
        }
        if (!parameters.bringsKey()) {
            return new RepositoryKey(null, null, null, null);
        }
        SourceFile file = parameters.key();
        if (file != null) {
            boolean armored = PgpKeys.armored(text(file.payload()));
            judge(fingerprints(file.payload(), armored, "the key " + file.name()), parameters, "the key " + file.name());
            return at(stem + (armored ? ".asc" : ".gpg"), file.payload(), world);
        }
        RepositoryKey there = at(stem + ".asc", null, world);
        return suffices(there.content(), parameters)
                ? there
                : new RepositoryKey(there.path(), there.before(), there.content(), fetch(parameters, world));
    }

    private static RepositoryKey at(String path, @Nullable Payload payload, World world) {
        FileInfo before = world.ask(new FileStatus(path, false));
        Content content = before == null ? null : world.ask(new FileContent(path, null));
        return new RepositoryKey(path, content == null ? null : before, content, payload);
    }

    private static boolean suffices(@Nullable Content there, AptRepositoryParameters parameters) {
        if (there == null || there.text() == null) {
            return false;
        }
        try {
            List<String> found = PgpKeys.fingerprints(there.text());
            return parameters.keyFingerprint().isEmpty()
                    || parameters.keyFingerprint().containsAll(found)
                            && found.containsAll(parameters.keyFingerprint());
        } catch (PgpKeys.MalformedException broken) {
            return false;
        }
    }

    private static Payload fetch(AptRepositoryParameters parameters, World world) {
        String url = String.valueOf(parameters.keyUrl());
        NetworkQuery.HttpAnswer answer =
                world.ask(new NetworkQuery.HttpGet("GET", url, Map.of(), true, true, TIMEOUT, false));
        if (answer.status() != 200) {
            String reason = answer.status() == 0 ? answer.error() : "status " + answer.status();
            throw new TaskFailedException("the key could not be fetched from " + url + ": " + reason);
        }
        if (!PgpKeys.armored(answer.body())) {
            throw new TaskFailedException(
                    url + " gives no armored key (-----BEGIN PGP PUBLIC KEY BLOCK-----)",
                    null,
                    List.of("a key in binary form is given as a file, with key"));
        }
        Payload payload = Payload.of(answer.body().endsWith("\n") ? answer.body() : answer.body() + "\n");
        judge(fingerprints(payload, true, url), parameters, url);
        return payload;
    }

    private static List<String> fingerprints(Payload payload, boolean armored, String origin) {
        try {
            List<String> found =
                    armored ? PgpKeys.fingerprints(text(payload)) : PgpKeys.fingerprints(bytes(payload));
            if (found.isEmpty()) {
                throw new TaskFailedException(origin + " holds no public key");
            }
            return found;
        } catch (PgpKeys.MalformedException e) {
            throw new TaskFailedException(origin + " cannot be used: " + e.getMessage());
        }
    }

    /** All keys that were asked for must be there, and no others. */
    private static void judge(List<String> found, AptRepositoryParameters parameters, String origin) {
        List<String> asked = parameters.keyFingerprint();
        if (!asked.isEmpty() && !(asked.containsAll(found) && found.containsAll(asked))) {
            throw new TaskFailedException(
                    origin + " has the fingerprint " + String.join(", ", found) + " instead of "
                            + String.join(", ", asked) + ", so it was not put in place");
        }
    }

    private static String text(Payload payload) {
        return new String(bytes(payload), java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(Payload payload) {
        try (InputStream in = payload.open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new TaskFailedException("the key could not be read: " + e.getMessage());
        }
    }
}
