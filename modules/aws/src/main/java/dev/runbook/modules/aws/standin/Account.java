package dev.runbook.modules.aws.standin;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an account has. */
final class Account {
    static final String NUMBER = "123456789012";

    /** Where everything is but the bucket in the other region. */
    final String home;
    final Map<String, Group> groups = new TreeMap<>();
    final Map<String, Bucket> buckets = new TreeMap<>();
    final List<Task> tasks = new ArrayList<>();

    /** @param streams by name, each with its events in their order */
    record Group(String name, long storedBytes, @Nullable Integer retention, long created, Map<String, List<Event>> streams) {}

    record Event(long time, String message) {}

    /** An object; its bytes are never changed. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Stored(byte[] bytes, String etag, Instant modified) {}

    static final class Bucket {
        final String region;
        final Map<String, Stored> objects = new TreeMap<>();
        @Nullable String policy;

        Bucket(String region) {
            this.region = region;
        }
    }

    static final class Task {
        final String id;
        final Map<String, Object> request;
        final String region;
        final long created;
        String status = "PENDING";
        String message = "Task is pending";
        int looks;

        Task(String id, Map<String, Object> request, String region, long created) {
            this.id = id;
            this.request = new LinkedHashMap<>(request);
            this.region = region;
            this.created = created;
        }

        boolean active() {
            return status.equals("PENDING") || status.equals("RUNNING");
        }
    }

    Account(String home) {
        this.home = home;
        Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
        long created = today.minus(400, ChronoUnit.DAYS).toEpochMilli();
        groups.put("flask-app", new Group("flask-app", 48_213_004L, null, created, requests(today)));
        groups.put("/aws/lambda/thumbnails", new Group("/aws/lambda/thumbnails", 1_204_331L, 30, created, Map.of()));
        buckets.put("flask-app-logs", new Bucket(home));
        buckets.put("flask-app-assets-eu", new Bucket(home.equals("eu-central-1") ? "eu-west-1" : "eu-central-1"));
    }

    /** Four requests a day on each of two servers, for four weeks. */
    private static Map<String, List<Event>> requests(Instant today) {
        String[] lines = {
            "INFO in app: GET / 200 12 ms",
            "INFO in app: GET /data 200 48 ms",
            "WARNING in app: POST /data 400 7 ms",
            "ERROR in app: Exception on /error [GET]\nTraceback (most recent call last):\nZeroDivisionError: division by zero"
        };
        Map<String, List<Event>> streams = new TreeMap<>();
        for (String stream : List.of("i-0a1b2c3d4e5f60718/app.log", "i-0f9e8d7c6b5a41302/app.log")) {
            List<Event> events = new ArrayList<>();
            for (int hours = 28 * 24; hours > 0; hours -= 6) {
                long time = today.minus(hours, ChronoUnit.HOURS).toEpochMilli() + Math.floorMod(stream.hashCode(), 60_000);
                events.add(new Event(time, lines[hours / 6 % lines.length]));
            }
            streams.put(stream, events);
        }
        return streams;
    }
}
