package dev.runbook.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runbook.language.Diagnostics;
import dev.runbook.language.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One compiled expression, evaluated by 64 virtual threads at once with values of differing types. */
class ConcurrencyTest {
    private static final int THREADS = 64;
    private static final int ROUNDS = 40;

    private static @Nullable Object kind(int thread) {
        return switch (thread % 5) {
            case 0 -> (long) thread;
            case 1 -> "text" + thread;
            case 2 -> thread + 0.5;
            case 3 -> Fixture.list((long) thread, "x");
            default -> Fixture.map("k", (long) thread);
        };
    }

    private static Scope scope(int thread) {
        return new Fixture.MapScope(Fixture.map("x", kind(thread), "n", (long) thread));
    }

    @Test
    void everyThreadGetsItsOwnResult() throws InterruptedException, ExecutionException {
        Expression value = Fixture.value(
                "[type_of(x), n + 1, x == n && n >= 0 ? 'same' : default(x.k, default(nosuch, n)), ($ * n in [1, 2] if $ + n > 0), string(x).length() > 0]"
                        .replace("default(x.k, default(nosuch, n))", "(type_of(x) == 'map' ? x.k : default(nosuch, n))"));
        Expression template = Fixture.expressions().template(
                new Source("t", null, "@foreach{i : [1, 2]}@{i + n}@if{n % 2 == 0}e@else{}o@end{}@end{','} @{x}"), new Diagnostics());
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            expected.add(Fixture.shown(value.evaluate(scope(i))) + template.evaluate(scope(i)));
        }
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                results.add(threads.submit(() -> {
                    start.await();
                    Scope scope = scope(thread);
                    for (int round = 0; round < ROUNDS; round++) {
                        assertEquals(expected.get(thread), Fixture.shown(value.evaluate(scope)) + template.evaluate(scope));
                        Thread.yield();
                    }
                    return true;
                }));
            }
            start.countDown();
            for (Future<Boolean> result : results) {
                assertEquals(true, result.get());
            }
        }
    }
}
