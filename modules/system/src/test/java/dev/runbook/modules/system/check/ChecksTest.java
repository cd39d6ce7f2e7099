package dev.runbook.modules.system.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.NetworkQuery;
import dev.runbook.api.host.FileStatus;
import dev.runbook.modules.system.Tasks;
import dev.runbook.testkit.FakeWorld;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksTest {
    private static final String URL = "http://localhost:9090/-/ready";

    private static FakeWorld serving(Map<String, String> headers, NetworkQuery.HttpAnswer answer) {
        return new FakeWorld()
                .answer(
                        new NetworkQuery.HttpGet("GET", URL, headers, true, true, Duration.ofSeconds(10), false), answer);
    }

    private static HttpCheckModule.Result check(String parameters, FakeWorld world) {
        HttpCheckParameters bound =
                Tasks.parameters(new HttpCheckModule(), "http_check: {url: '" + URL + "'" + parameters + "}");
        return new HttpCheckModule().query(bound, world);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''|200|ready|",
        "', status: [200, 503]'|503|x|",
        "''|503|starting|: status 503 instead of 200 (1 try); it says: starting",
        "', body_contains: ready'|200|no|: the body does not contain \"ready\" (1 try); it says: no",
        "', body_matches: \"r.*y\"'|200|ready|",
        "', json: {database: ok, \"a[0].b\": 5}'|200|{\"database\":\"ok\",\"a\":[{\"b\":5.0}]}|",
        "', json: {database: ok}'|200|{\"database\":\"bad\"}|: database is bad instead of ok (1 try); it says: {\"database\":\"bad\"}",
        "', json: {x: 1}'|200|{}|: there is no x in the body (1 try); it says: {}",
        "', json: {x: 1}'|200|<html>|: the body is not JSON: expected a value at character 1 (1 try); it says: <html>",
    })
    void answers(String parameters, int status, String body, String complaint) {
        FakeWorld world = serving(Map.of(), new NetworkQuery.HttpAnswer(status, Map.of(), body, ""));
        if (complaint == null) {
            assertEquals(status, check(parameters, world).status());
        } else {
            assertEquals(URL + complaint, Tasks.failure(() -> check(parameters, world)).getMessage());
        }
    }

    @Test
    void noAnswer() {
        FakeWorld world = serving(Map.of(), new NetworkQuery.HttpAnswer(0, Map.of(), "", "connection refused"));
        var failure = Tasks.failure(() -> check("", world));

        assertEquals(URL + ": connection refused (1 try)", failure.getMessage());
        assertEquals(0, ((HttpCheckModule.Result) failure.result()).status());
    }

    @Test
    void passwordsTravelInTheHeaderAndNowhereElse() {
        FakeWorld world = serving(
                Map.of("Authorization", "Basic YWRtaW46c2VzYW1l"), new NetworkQuery.HttpAnswer(401, Map.of(), "", ""));
        var failure = Tasks.failure(() -> check(", user: admin, password: sesame", world));

        assertEquals(URL + ": status 401 instead of 200 (1 try)", failure.getMessage());
        assertTrue(!failure.result().toString().contains("sesame"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "url: 'ftp://a/b'|expected http://host/path",
        "url: 'http://u:p@host/'|must not hold a user or password",
        "url: 'http://a', method: POST|a check changes nothing",
        "url: 'http://a', method: HEAD, body_contains: x|HEAD brings no body",
        "url: 'http://a', body_matches: '('|not a regular expression",
        "url: 'http://a', json: {'a..b': 1}|is no path",
        "url: 'http://a', password: x|needs user",
        "url: 'http://a', status: 20|from 100 to 599",
    })
    void mistakes(String parameters, String message) {
        String refusal = Tasks.refusal(new HttpCheckModule(), "http_check: {" + parameters + "}");

        assertTrue(refusal.contains(message), refusal);
    }

    @Test
    void json() throws Json.MalformedException {
        assertEquals(
                Map.of("a", Arrays.asList(1L, -2.5, true, null, "x\n\u00e9\"", new BigInteger("12345678901234567890"))),
                Json.parse(" {\"a\": [1, -2.5, true, null, \"x\\n\\u00e9\\\"\", 12345678901234567890]} "));
        assertTrue(Json.same(List.of(1L), List.of(1.0)));
        assertTrue(!Json.same("1", 1L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1,]", "{\"a\" 1}", "01", "tru", "\"\\x\"", "1 2", "\"a", "{a:1}", "[1\u0001]"})
    void malformedJson(String text) {
        assertThrows(Json.MalformedException.class, () -> Json.parse(text));
    }

    @Test
    void deeplyNestedJsonIsRefusedAndDoesNotOverflow() {
        assertThrows(Json.MalformedException.class, () -> Json.parse("[".repeat(100_000)));
    }

    @Test
    void paths() throws Json.MalformedException {
        Object json = Json.parse("{\"a\":{\"b.c\":[10,20,null]}}");

        assertEquals(20L, JsonPath.parse("a[\"b.c\"][1]").in(json).value());
        assertEquals(new JsonPath.Found(true, null), JsonPath.parse("a['b.c'][-1]").in(json));
        assertEquals(false, JsonPath.parse("a[\"b.c\"][3]").in(json).present());
        assertEquals(false, JsonPath.parse("a.x.y").in(json).present());
    }

    @Test
    void ports() {
        FakeWorld world = new FakeWorld()
                .answer(new NetworkQuery.TcpPort("127.0.0.1", 9090, Duration.ofSeconds(5), false), false);
        WaitForModule module = new WaitForModule();

        assertEquals(
                "port 9090 on 127.0.0.1 is not there after 60 s",
                Tasks.failure(() -> module.query(Tasks.parameters(module, "wait_for: {port: 9090, timeout: 60s}"), world))
                        .getMessage());
        assertEquals(
                "stopped",
                module.query(Tasks.<WaitForModule.Parameters>parameters(module, "wait_for: {port: 9090, state: stopped}"), world)
                        .state());
    }

    @Test
    void files() {
        FakeWorld world = new FakeWorld().answer(new FileStatus("/run/x", true), null);
        WaitForModule module = new WaitForModule();

        assertEquals(
                "gone too long",
                Tasks.failure(() -> module.query(
                                Tasks.parameters(module, "wait_for: {path: /run/x, timeout: 5, msg: gone too long}"), world))
                        .getMessage());
        assertTrue(Tasks.refusal(module, "wait_for: {timeout: 5}").contains("what is waited for"));
        assertTrue(Tasks.refusal(module, "wait_for: {port: 70000}").contains("from 1 to 65535"));
    }
}
