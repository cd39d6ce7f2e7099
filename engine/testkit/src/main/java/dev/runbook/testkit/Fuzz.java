package dev.runbook.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Throws texts at a reader: valid ones that are changed here and there, and ones put together from pieces. A check that
 * throws, or takes longer than its limit, fails the run with the shortest text found that does so too.
 *
 * <p>System properties: {@code fuzz.minutes} how long each run takes (a few seconds otherwise), {@code fuzz.seed} where
 * it begins; the same seed gives the same texts.
 *
 * @param seeds valid texts
 * @param pieces what is put into them
 * @param limit how long one text may take
 */
public record Fuzz(List<String> seeds, List<String> pieces, Duration limit) {
    private static final long SECONDS = 3;
    private static final int SHORTENINGS = 400;

    public Fuzz {
        seeds = List.copyOf(seeds);
        pieces = List.copyOf(pieces);
    }

    /** With ten seconds for each text. */
    public Fuzz(List<String> seeds, List<String> pieces) {
        this(seeds, pieces, Duration.ofSeconds(10));
    }

    /**
     * Checks texts until the time is over.
     *
     * @param check throws where a text is not treated as it should be
     * @return how many texts were checked
     */
    public long run(Consumer<String> check) {
        return run(text -> text, check);
    }

    /**
     * Checks texts until the time is over.
     *
     * @param frame makes of a text what is checked: puts an expression into a runbook, say
     */
    public long run(Function<String, String> frame, Consumer<String> check) {
        long seed = Long.getLong("fuzz.seed", 20_261_123);
        Random random = new Random(seed);
        long seconds = Long.getLong("fuzz.minutes", 0) * 60;
        long end = System.nanoTime() + Duration.ofSeconds(seconds > 0 ? seconds : SECONDS).toNanos();
        long count = 0;
        for (; System.nanoTime() < end; count++) {
            String text = random.nextInt(4) == 0 ? assembled(random) : mutated(random);
            Throwable failure = failure(frame.apply(text), check);
            if (failure != null) {
                String shortest = shortened(text, failure, frame, check);
                throw new AssertionError("seed " + seed + ", text " + count + ":\n" + frame.apply(shortest), failure);
            }
        }
        return count;
    }

    private String assembled(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(25); i >= 0; i--) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }

    private String mutated(Random random) {
        StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
        for (int i = random.nextInt(6); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(6)) {
                case 0, 1 -> text.insert(at, pieces.get(random.nextInt(pieces.size())));
                case 2 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(8)));
                case 3 -> text.insert(at, (char) random.nextInt(random.nextBoolean() ? 128 : 0x3000));
                case 4 -> {
                    int from = random.nextInt(text.length() + 1);
                    text.insert(at, text.substring(from, Math.min(text.length(), from + random.nextInt(60))));
                }
                default -> line(text, random);
            }
        }
        return text.toString();
    }

    /** A line taken from another seed. */
    private void line(StringBuilder text, Random random) {
        String other = seeds.get(random.nextInt(seeds.size()));
        int from = other.isEmpty() ? 0 : other.lastIndexOf('\n', random.nextInt(other.length())) + 1;
        int to = other.indexOf('\n', from);
        int at = text.isEmpty() ? 0 : text.lastIndexOf("\n", random.nextInt(text.length())) + 1;
        text.insert(at, other.substring(from, to < 0 ? other.length() : to + 1));
    }

    /** What goes wrong; null where nothing does. */
    private @Nullable Throwable failure(String text, Consumer<String> check) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                check.accept(text);
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        try {
            done.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (TimeoutException e) {
            AssertionError late = new AssertionError("not done within " + limit.toSeconds() + " s");
            late.setStackTrace(thread.getStackTrace());
            thread.interrupt();
            return late;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e;
        }
    }

    private String shortened(String text, Throwable failure, Function<String, String> frame, Consumer<String> check) {
        String shortest = text;
        int tries = SHORTENINGS;
        for (int length = Math.max(1, text.length() / 2); length > 0 && tries > 0; length /= 2) {
            for (int from = 0; from < shortest.length() && tries > 0; tries--) {
                String less = shortest.substring(0, from) + shortest.substring(Math.min(shortest.length(), from + length));
                Throwable again = failure(frame.apply(less), check);
                if (again != null && again.getClass() == failure.getClass()) {
                    shortest = less;
                } else {
                    from += length;
                }
            }
        }
        return shortest;
    }
}
