package dev.runbook.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Programs on this very machine. */
public final class LocalTransport implements Transport {
    private final String shell;
    private final List<String> prefix;
    private final Set<LocalExec> running = ConcurrentHashMap.newKeySet();
    private volatile boolean open = true;

    public LocalTransport() {
        this("/bin/sh");
    }

    /**
     * @param shell what to use in place of {@code /bin/sh}, such as {@code busybox ash}
     */
    public LocalTransport(String shell) {
        this.shell = shell;
        // Its own session keeps a Ctrl-C at our terminal from reaching what runs, and anything from asking there.
        this.prefix = onPath("setsid") ? List.of("setsid") : List.of();
    }

    private static boolean onPath(String program) {
        String path = System.getenv("PATH");
        return path != null
                && List.of(path.split(":")).stream()
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory.isEmpty() ? "." : directory, program)));
    }

    @Override
    public String user() {
        return System.getProperty("user.name", "");
    }

    @Override
    public String shell() {
        return shell;
    }

    @Override
    public Exec exec(String command) throws IOException {
        if (!open) {
            throw new IOException("closed");
        }
        List<String> words = new ArrayList<>(prefix);
        words.addAll(List.of(shell.split(" ")));
        words.add("-c");
        words.add(command);
        LocalExec exec = new LocalExec(new ProcessBuilder(words).start());
        running.add(exec);
        return exec;
    }

    @Override
    public boolean connected() {
        return open;
    }

    @Override
    public Socket socket() {
        return new DirectSocket();
    }

    /** Platform threads: a read from a pipe would hold a virtual thread's carrier. */
    @Override
    public Thread.Builder threads() {
        return Thread.ofPlatform().daemon().name("local-stream");
    }

    @Override
    public void close() {
        open = false;
        running.forEach(LocalExec::close);
    }

    private final class LocalExec implements Exec {
        private final Process process;
        private final ExecutorService writer =
                Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("local-stdin").factory());

        LocalExec(Process process) {
            this.process = process;
        }

        @Override
        public void send(byte[] bytes) throws IOException {
            OutputStream out = process.getOutputStream();
            submit(() -> {
                out.write(bytes);
                out.flush();
            });
        }

        @Override
        public void copy(InputStream from) throws IOException {
            CompletableFuture<@Nullable IOException> copied = new CompletableFuture<>();
            submit(() -> copied.complete(transfer(from)));
            IOException failure = copied.join();
            if (failure != null) {
                throw failure;
            }
        }

        private @Nullable IOException transfer(InputStream from) {
            try {
                OutputStream out = process.getOutputStream();
                byte[] buffer = new byte[64 * 1024];
                for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                    out.write(buffer, 0, n);
                }
                out.close();
                return null;
            } catch (IOException e) {
                return e;
            }
        }

        @Override
        public void endInput() {
            try {
                submit(process.getOutputStream()::close);
            } catch (IOException alreadyClosed) {
                // Then the input has ended already.
            }
        }

        private void submit(Write write) throws IOException {
            try {
                writer.execute(() -> {
                    try {
                        write.run();
                    } catch (IOException gone) {
                        // Whoever reads the output sees its end.
                    }
                });
            } catch (RejectedExecutionException closed) {
                throw new IOException("closed", closed);
            }
        }

        @Override
        public InputStream output() {
            return process.getInputStream();
        }

        @Override
        public InputStream error() {
            return process.getErrorStream();
        }

        @Override
        public void close() {
            running.remove(this);
            endInput();
            writer.shutdown();
            process.destroy();
        }
    }

    @FunctionalInterface
    private interface Write {
        void run() throws IOException;
    }
}
