package dev.runbook.host;

import dev.runbook.api.NetworkAction.HttpCall;
import dev.runbook.api.NetworkQuery.HttpAnswer;
import dev.runbook.api.NetworkQuery.HttpGet;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Dns;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** One HTTP exchange over sockets of the caller's choice. Nothing is kept between exchanges. */
final class HttpAsker {
    private static final long BODY_LIMIT = 4 << 20;
    private static final Set<String> NEED_BODY = Set.of("POST", "PUT", "PATCH");
    private static final Duration SLACK = Duration.ofSeconds(5);

    private final Supplier<Socket> sockets;
    private final Thread.Builder threads;
    private final Dns names;

    private HttpAsker(Supplier<Socket> sockets, Thread.Builder threads, Dns names) {
        this.sockets = sockets;
        this.threads = threads;
        this.names = names;
    }

    /** From this machine. */
    static HttpAsker here() {
        return new HttpAsker(DirectSocket::new, Thread.ofPlatform().daemon().name("http"), Dns.SYSTEM);
    }

    /** From a host, which also looks up the names. */
    static HttpAsker from(Transport transport) {
        return new HttpAsker(
                transport::socket,
                transport.threads(),
                name -> List.of(InetAddress.getByAddress(name, new byte[4])));
    }

    HttpAnswer ask(HttpGet query) throws InterruptedException {
        return send(query.method(), query.url(), query.headers(), null,
                new Manner(query.followRedirects(), query.verifyTls(), query.timeout()));
    }

    HttpAnswer call(HttpCall call) throws InterruptedException {
        boolean bodiless = call.body().reveal().isEmpty() && !NEED_BODY.contains(call.method());
        RequestBody body = bodiless
                ? null
                : RequestBody.create(call.body().reveal().getBytes(StandardCharsets.UTF_8), null);
        return send(call.method(), call.url(), call.headers(), body,
                new Manner(false, call.verifyTls(), call.timeout()));
    }

    private record Manner(boolean followRedirects, boolean verifyTls, Duration timeout) {}

    private HttpAnswer send(
            String method, String url, Map<String, String> headers, @Nullable RequestBody body, Manner manner)
            throws InterruptedException {
        OkHttpClient client = client(manner);
        Request request;
        try {
            Request.Builder builder = new Request.Builder().url(url).method(method, body);
            headers.forEach(builder::header);
            request = builder.build();
        } catch (IllegalArgumentException e) {
            return failed("not a URL or header that can be sent: " + e.getMessage());
        }
        Call call = client.newCall(request);
        try {
            return Bounded.call(threads, manner.timeout().plus(SLACK), () -> exchange(call));
        } catch (IOException e) {
            return failed(explain(e, manner.timeout()));
        } finally {
            call.cancel();
            client.connectionPool().evictAll();
        }
    }

    private OkHttpClient client(Manner manner) {
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .socketFactory(new Sockets(sockets))
                .dns(names)
                .proxy(Proxy.NO_PROXY)
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.NANOSECONDS))
                .retryOnConnectionFailure(false)
                .followRedirects(manner.followRedirects())
                .followSslRedirects(manner.followRedirects())
                .connectTimeout(manner.timeout())
                .readTimeout(manner.timeout())
                .writeTimeout(manner.timeout())
                .callTimeout(manner.timeout());
        if (!manner.verifyTls()) {
            trustAnyone(builder);
        }
        return builder.build();
    }

    private static HttpAnswer exchange(Call call) throws IOException {
        try (Response response = call.execute()) {
            Map<String, String> headers = new HashMap<>();
            response.headers().forEach(header ->
                    headers.put(header.getFirst().toLowerCase(Locale.ROOT), header.getSecond()));
            BufferedSource body = response.body().source();
            body.request(BODY_LIMIT);
            byte[] bytes = body.getBuffer().readByteArray(Math.min(BODY_LIMIT, body.getBuffer().size()));
            return new HttpAnswer(response.code(), headers, new String(bytes, charset(response)), "");
        }
    }

    private static Charset charset(Response response) {
        MediaType type = response.body().contentType();
        Charset named = type == null ? null : type.charset(StandardCharsets.UTF_8);
        return named == null ? StandardCharsets.UTF_8 : named;
    }

    private static HttpAnswer failed(String why) {
        return new HttpAnswer(0, Map.of(), "", why);
    }

    private static String explain(IOException failure, Duration timeout) {
        Throwable root = failure;
        while (!(root instanceof InterruptedIOException || root instanceof ForwardingRefusedException)
                && root.getCause() instanceof IOException cause) {
            root = cause;
        }
        String text = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return switch (root) {
            case ForwardingRefusedException e -> text + "; " + ForwardingRefusedException.HINT;
            case UnknownHostException e -> "the name is not known: " + text;
            case InterruptedIOException e -> "no answer within " + timeout.toMillis() / 1000.0 + " s";
            case SSLException e -> "TLS: " + text;
            default -> text;
        };
    }

    private static void trustAnyone(OkHttpClient.Builder builder) {
        X509TrustManager anyone = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {
                // The task says not to verify.
            }

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {
                // The task says not to verify.
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {anyone}, new SecureRandom());
            builder.sslSocketFactory(context.getSocketFactory(), anyone);
            builder.hostnameVerifier((name, session) -> true);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }

    /** OkHttp asks for unconnected sockets only. */
    private static final class Sockets extends SocketFactory {
        private final Supplier<Socket> sockets;

        Sockets(Supplier<Socket> sockets) {
            this.sockets = sockets;
        }

        @Override
        public Socket createSocket() {
            return sockets.get();
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }
    }
}
