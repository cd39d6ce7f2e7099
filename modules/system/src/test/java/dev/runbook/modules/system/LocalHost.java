package dev.runbook.modules.system;

import dev.runbook.api.Action;
import dev.runbook.api.ActionResult;
import dev.runbook.api.Answer;
import dev.runbook.api.CommandOutput;
import dev.runbook.api.HostAction;
import dev.runbook.api.HostQuery;
import dev.runbook.api.NetworkQuery;
import dev.runbook.api.Probe;
import dev.runbook.api.Query;
import dev.runbook.api.ShellScript;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.Unknown;
import dev.runbook.api.UnknownException;
import dev.runbook.api.World;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** This machine as a host: asks and acts through a local shell, and lays predicted actions over the answers. */
public final class LocalHost implements World {
    private final List<String> shell;
    private final List<Action> predicted;

    public LocalHost(String... shell) {
        this(List.of(shell), List.of());
    }

    private LocalHost(List<String> shell, List<Action> predicted) {
        this.shell = shell;
        this.predicted = predicted;
    }

    /** The same, after actions that are not performed. */
    public LocalHost after(List<Action> actions) {
        List<Action> all = new ArrayList<>(predicted);
        all.addAll(actions);
        return new LocalHost(shell, all);
    }

    @Override
    public <T extends @Nullable Object> T ask(Query<T> query) {
        Answer<T> answer = Answer.of(real(query));
        for (Action action : predicted) {
            answer = action.after(query, answer);
        }
        return switch (answer) {
            case Answer.Known<T> known -> known.value();
            case Answer.NotYet<T> later -> throw new UnknownException(new Unknown(later.why(), ""));
        };
    }

    @SuppressWarnings("unchecked")
    private <T extends @Nullable Object> T real(Query<T> query) {
        return switch (query) {
            case HostQuery<T> question -> {
                Probe<HostQuery<T>, T> probe = (Probe<HostQuery<T>, T>) question.probe();
                yield probe.parse(List.of(question), run(ShellScript.of(probe.script(List.of(question))))).getFirst();
            }
            case NetworkQuery.HttpGet get -> (T) get(get);
            default -> throw new UnsupportedOperationException(query.describe());
        };
    }

    private static NetworkQuery.HttpAnswer get(NetworkQuery.HttpGet get) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create(get.url())).build(), HttpResponse.BodyHandlers.ofString());
            return new NetworkQuery.HttpAnswer(response.statusCode(), Map.of(), response.body(), "");
        } catch (IOException e) {
            return new NetworkQuery.HttpAnswer(0, Map.of(), "", String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Performs actions in order, stopping after the first that fails. */
    public List<ActionResult> perform(List<Action> actions) {
        List<ActionResult> results = new ArrayList<>();
        for (Action action : actions) {
            long start = System.nanoTime();
            CommandOutput output = run(((HostAction) action).script());
            results.add(new ActionResult(output.exitStatus(), output.stdout(), output.stderr(),
                    Duration.ofNanos(System.nanoTime() - start)));
            if (output.exitStatus() != 0) {
                break;
            }
        }
        return results;
    }

    public CommandOutput run(ShellScript script) {
        try {
            List<String> words = new ArrayList<>(shell);
            words.add("umask 022\n( " + script.text() + " )");
            ProcessBuilder builder = new ProcessBuilder(words);
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            CompletableFuture<byte[]> err = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    err.complete(process.getErrorStream().readAllBytes());
                } catch (IOException e) {
                    err.completeExceptionally(e);
                }
            });
            Thread.ofVirtual().start(() -> {
                try (OutputStream out = process.getOutputStream()) {
                    if (script.input() != null) {
                        try (InputStream in = script.input().open()) {
                            in.transferTo(out);
                        }
                    }
                } catch (IOException gone) {
                    // The script did not read its input to the end, which is its own business.
                }
            });
            byte[] out = process.getInputStream().readAllBytes();
            return new CommandOutput(process.waitFor(), out, err.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void prefetch(Collection<? extends Query<?>> queries) {}

    @Override
    public <T extends @Nullable Object> Waited<T> await(
            Query<T> query, Predicate<? super T> until, Duration timeout, Duration interval) {
        T answer = ask(query);
        return new Waited<>(answer, until.test(answer), Duration.ZERO, 1);
    }

    @Override
    public void pause(Duration duration) {}

    @Override
    public String prompt(String text, boolean hidden) {
        throw new TaskFailedException("nobody is there to answer");
    }
}
