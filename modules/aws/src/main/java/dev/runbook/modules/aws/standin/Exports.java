package dev.runbook.modules.aws.standin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/** What an export writes. */
final class Exports {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Exports() {}

    /** One file for each stream that has events in the time. */
    static void write(Account account, Account.Task task) {
        Account.Group group = Objects.requireNonNull(account.groups.get((String) task.request.get("logGroupName")));
        Account.Bucket bucket = Objects.requireNonNull(account.buckets.get((String) task.request.get("destination")));
        long from = ((Number) Objects.requireNonNull(task.request.get("from"))).longValue();
        long to = ((Number) Objects.requireNonNull(task.request.get("to"))).longValue();
        group.streams().forEach((stream, events) -> {
            List<Account.Event> chosen =
                    events.stream().filter(event -> event.time() >= from && event.time() < to).toList();
            if (!chosen.isEmpty()) {
                String key = task.request.get("destinationPrefix") + "/" + task.id + "/" + stream.replace('/', '-') + "/000000.gz";
                StorageEndpoint.put(bucket, key, compressed(chosen));
            }
        });
    }

    private static byte[] compressed(List<Account.Event> events) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            for (Account.Event event : events) {
                String line = STAMP.format(Instant.ofEpochMilli(event.time())) + " " + event.message() + "\n";
                out.write(line.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
