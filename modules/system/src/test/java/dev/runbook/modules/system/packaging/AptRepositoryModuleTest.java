package dev.runbook.modules.system.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.Content;
import dev.runbook.api.NetworkQuery;
import dev.runbook.api.host.FileContent;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.FileStatus;
import dev.runbook.modules.system.Tasks;
import dev.runbook.testkit.FakeWorld;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AptRepositoryModuleTest {
    private static final String FINGERPRINT = "8FBE5D049BC73C01BEE49069E8909C5C643699AA";
    private static final String SOURCES = "/etc/apt/sources.list.d/example.sources";
    private static final String KEY = "/etc/apt/keyrings/example.asc";
    private static final FileInfo DIRECTORY = new FileInfo(FileInfo.Type.DIRECTORY, 0755, "root", "root", 0, 0, null);
    private static final FileInfo FILE = new FileInfo(FileInfo.Type.FILE, 0644, "root", "root", 0, 0, null);
    private static final String TASK = "apt_repository: {name: example, uris: 'https://apt.example.org',"
            + " suites: stable, components: main, key_url: 'https://apt.example.org/key.asc', key_fingerprint: '%s'}";

    private static FakeWorld host() {
        FakeWorld world = new FakeWorld()
                .answer(new AptCacheStatus(), new AptCacheStatus.Cache(true, "Debian", 1, 2, false, false))
                .answer(new FileStatus("/etc/apt/sources.list.d", true), DIRECTORY)
                .answer(new FileStatus("/etc/apt/keyrings", true), null);
        for (String path : List.of(SOURCES, KEY, KEY.replace(".asc", ".gpg"))) {
            world.answer(new FileStatus(path, false), null).answer(new FileContent(path, null), null);
        }
        return world;
    }

    private static FakeWorld serving(FakeWorld world, int status, String body) {
        return world.answer(
                new NetworkQuery.HttpGet(
                        "GET", "https://apt.example.org/key.asc", Map.of(), true, true, Duration.ofSeconds(30), false),
                new NetworkQuery.HttpAnswer(status, Map.of(), body, status == 0 ? "connection refused" : ""));
    }

    @Test
    void aNewRepositoryWithItsKey() {
        FakeWorld world = serving(host(), 200, resource("example.asc"));
        String task = TASK.formatted("8fbe 5d04 9bc7 3c01 bee4  9069 e890 9c5c 6436 99aa");
        Tasks.Decision<AptRepositoryState> decision = Tasks.decide(new AptRepositoryModule(), task, world);

        assertEquals(
                List.of("make directory /etc/apt/keyrings", "write " + KEY, "write " + SOURCES, "update the package lists"),
                decision.summaries());
        assertEquals(
                """
                Types: deb
                URIs: https://apt.example.org
                Suites: stable
                Components: main
                Signed-By: /etc/apt/keyrings/example.asc
                """,
                decision.wanted().sources().content().text());
        assertEquals(
                List.of(),
                Tasks.decide(new AptRepositoryModule(), task, world.after(decision.actions())).summaries());
        assertTrue(world.ask(new AptCacheStatus()).sourcesPredicted());
    }

    @Test
    void anotherKeyIsNotPutInPlace() {
        FakeWorld world = serving(host(), 200, resource("two.asc"));
        var failure = Tasks.failure(
                () -> Tasks.decide(new AptRepositoryModule(), TASK.formatted(FINGERPRINT), world));

        assertEquals(
                "https://apt.example.org/key.asc has the fingerprint 6F21A8CDD9B1EFE41B506D34DFA7567AA4AF1A55 instead of "
                        + FINGERPRINT + ", so it was not put in place",
                failure.getMessage());
    }

    @Test
    void aKeyThatIsThereIsNotFetchedAgain() {
        FakeWorld world = host()
                .answer(new FileStatus(KEY, false), FILE)
                .answer(new FileContent(KEY, null), Content.of(resource("example.asc")));

        assertEquals(
                List.of("make directory /etc/apt/keyrings", "write " + SOURCES, "update the package lists"),
                Tasks.decide(new AptRepositoryModule(), TASK.formatted(FINGERPRINT), world).summaries());
    }

    @ParameterizedTest
    @CsvSource({
        "0, x, 'the key could not be fetched from https://apt.example.org/key.asc: connection refused'",
        "404, x, 'the key could not be fetched from https://apt.example.org/key.asc: status 404'",
        "200, <html>, 'https://apt.example.org/key.asc gives no armored key (-----BEGIN PGP PUBLIC KEY BLOCK-----)'",
    })
    void keysThatCannotBeHad(int status, String body, String message) {
        FakeWorld world = serving(host(), status, body);

        assertEquals(
                message,
                Tasks.failure(() -> Tasks.decide(new AptRepositoryModule(), TASK.formatted(FINGERPRINT), world))
                        .getMessage());
    }

    @Test
    void removal() {
        FakeWorld world = host()
                .answer(new FileStatus(KEY, false), FILE)
                .answer(new FileContent(KEY, null), Content.of(resource("example.asc")))
                .answer(new FileStatus(SOURCES, false), FILE)
                .answer(new FileContent(SOURCES, null), Content.of("Types: deb\n"));
        String task = "apt_repository: {name: example, state: absent}";
        Tasks.Decision<AptRepositoryState> decision = Tasks.decide(new AptRepositoryModule(), task, world);

        assertEquals(
                List.of("remove " + KEY, "remove " + SOURCES, "update the package lists"), decision.summaries());
        assertEquals(
                List.of(),
                Tasks.decide(new AptRepositoryModule(), task, world.after(decision.actions())).summaries());
    }

    @Test
    void theOneLineForm() {
        AptSource source = AptSource.parse(
                "deb [arch=amd64,arm64 signed-by=/usr/share/keyrings/x.gpg] https://apt.example.org/debian bookworm main extra");

        assertEquals("apt.example.org", source.host());
        assertEquals(
                """
                Types: deb
                URIs: https://apt.example.org/debian
                Suites: bookworm
                Components: main extra
                Architectures: amd64 arm64
                Signed-By: /usr/share/keyrings/x.gpg
                """,
                source.deb822());
    }

    @Test
    void fingerprints() throws Exception {
        assertEquals(List.of(FINGERPRINT), PgpKeys.fingerprints(resource("example.asc")));
        assertEquals(
                List.of(FINGERPRINT, "6F21A8CDD9B1EFE41B506D34DFA7567AA4AF1A55"),
                PgpKeys.fingerprints(resource("example.asc") + resource("two.asc")));
        String cut = resource("two.asc").replaceAll("(?m)^[A-Za-z0-9+/=]{10,64}\n(?==)", "");
        assertThrows(PgpKeys.MalformedException.class, () -> PgpKeys.fingerprints(cut));
        assertThrows(PgpKeys.MalformedException.class, () -> PgpKeys.fingerprints("nothing"));
        assertThrows(PgpKeys.MalformedException.class, () -> PgpKeys.fingerprints(new byte[] {1, 2, 3}));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "repo: 'deb [trusted=yes] https://a stable main'|switches the checking of signatures off",
        "repo: 'https://a stable main'|expected deb [options] URL SUITE COMPONENT",
        "uris: 'https://a', suites: stable|needed, such as main",
        "uris: 'https://a', components: main|needed, or repo with all in one line",
        "uris: 'https://a', suites: s, components: main, key_url: 'http://a/k'|expected an https address",
        "uris: 'https://a', suites: s, components: main, key_fingerprint: AB12|full fingerprint",
        "state: absent|needed to say which repository is to go",
        "name: 'a b', repo: 'deb https://a s main'|cannot name a file of apt",
    })
    void mistakes(String parameters, String message) {
        String refusal = Tasks.refusal(new AptRepositoryModule(), "apt_repository: {" + parameters + "}");

        assertTrue(refusal.contains(message), refusal);
    }

    private static String resource(String name) {
        try (InputStream in = AptRepositoryModuleTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
