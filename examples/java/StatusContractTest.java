import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Contract tests of a client of Tigase's status endpoint, against an emulator in a process beside it:
 * {@code java StatusContractTest.java}. The JDK is all that it needs. The environment variable {@code TIGASE_EMULATOR}
 * says by which command the emulator is started, unless it is the installed one.
 */
public class StatusContractTest {

    // ---- what is tested ---------------------------------------------------------------------------------------

    /** Tells a Tigase who is on the phone. */
    static class Telephone {
        private static final int ATTEMPTS = 4;
        private final HttpClient client = HttpClient.newHttpClient();
        private final String url;
        private final String apiKey;

        Telephone(String url, String apiKey) {
            this.url = url;
            this.apiKey = apiKey;
        }

        void answered(String user) throws Exception {
            set(user, """
                {"show": "xa", "status": "On the phone"}""");
        }

        void ended(String user) throws Exception {
            set(user, """
                {"available": "false"}""");
        }

        /** To set the same status twice does no harm, so whatever may have been lost is sent again. */
        private void set(String user, String status) throws Exception {
            var request = HttpRequest.newBuilder(URI.create(url + "/rest/user/" + user + "/status"))
                .header("Content-Type", "application/json")
                .header("Api-Key", apiKey)
                .timeout(Duration.ofSeconds(5))
                .POST(BodyPublishers.ofString(status))
                .build();
            var reason = "";
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                if (attempt > 0) Thread.sleep(10L << attempt);
                try {
                    var response = client.send(request, BodyHandlers.ofString());
                    if (response.statusCode() == 200) return;
                    if (response.statusCode() < 500)
                        throw new IllegalStateException(user + ": " + response.statusCode() + " " + response.body());
                    reason = "a " + response.statusCode();
                } catch (IOException failure) {
                    reason = "no answer";
                }
            }
            throw new IOException(user + ": " + reason + ", " + ATTEMPTS + " times");
        }
    }

    // ---- the tests --------------------------------------------------------------------------------------------

    static void aCallIsSeenUntilItEnds(Domain domain) throws Exception {
        domain.telephone().answered(domain.user());
        domain.mustBeOnThePhone();
        domain.telephone().ended(domain.user());
        equal("[]", domain.presence());
        domain.verify("""
            "times": 2, "noWarnings": true""");
    }

    static void aFailureIsTriedAgain(Domain domain) throws Exception {
        for (var fault : List.of("\"status\": 503", "\"drop\": true, \"applied\": true")) {
            domain.fault(fault, 1);
            domain.telephone().answered(domain.user());
            domain.mustBeOnThePhone();
        }
    }

    static void oneGivesUpWhereItFailsAgainAndAgain(Domain domain) throws Exception {
        domain.fault("\"status\": 500", 100);
        fails("a 500, 4 times", () -> domain.telephone().answered(domain.user()));
        domain.verify("\"times\": 4");
    }

    static void aRefusalIsNotTriedAgain(Domain domain) throws Exception {
        var stranger = new Telephone(domain.emulator().url, "another-key");
        fails(": 403 ", () -> stranger.answered(domain.user()));
        domain.verify("\"times\": 1");
    }

    public static void main(String[] arguments) throws Exception {
        var tests = List.of(
            new Test("a call is seen until it ends", StatusContractTest::aCallIsSeenUntilItEnds),
            new Test("a failure is tried again", StatusContractTest::aFailureIsTriedAgain),
            new Test("one gives up where it fails again and again",
                StatusContractTest::oneGivesUpWhereItFailsAgainAndAgain),
            new Test("a refusal is not tried again", StatusContractTest::aRefusalIsNotTriedAgain));
        int failed = 0;
        try (var emulator = new Emulator()) {
            for (var test : tests) {
                var domain = emulator.createDomain();
                try {
                    test.body().run(domain);
                    System.out.println("ok      " + test.name());
                } catch (Exception | AssertionError failure) {
                    failed++;
                    System.out.println("FAILED  " + test.name() + "\n" + failure.getMessage());
                } finally {
                    emulator.call("DELETE", "domains/" + domain.name(), null);
                }
            }
        }
        System.out.println(tests.size() - failed + " passed, " + failed + " failed");
        System.exit(failed == 0 ? 0 : 1);
    }

    interface Body<T> {
        void run(T with) throws Exception;
    }

    record Test(String name, Body<Domain> body) {}

    interface Action {
        void run() throws Exception;
    }

    static void equal(String expected, String found) {
        if (!expected.equals(found)) throw new AssertionError("expected " + expected + "\n but found " + found);
    }

    static void fails(String reason, Action action) {
        try {
            action.run();
        } catch (Exception failure) {
            if (failure.getMessage().contains(reason)) return;
            throw new AssertionError("expected a failure with \"" + reason + "\", not: " + failure.getMessage());
        }
        throw new AssertionError("expected a failure with \"" + reason + "\"");
    }

    // ---- the emulator -----------------------------------------------------------------------------------------

    /** A virtual host of a test's own, so that tests see nothing of each other. */
    record Domain(Emulator emulator, String name, String apiKey) {
        String user() {
            return "test@" + name;
        }

        Telephone telephone() {
            return new Telephone(emulator.url, apiKey);
        }

        String presence() throws Exception {
            return emulator.call("GET", "presence/" + user(), null);
        }

        void mustBeOnThePhone() throws Exception {
            equal("xa, On the phone", field(presence(), "show") + ", " + field(presence(), "status"));
        }

        void verify(String expectation) throws Exception {
            emulator.call("POST", "verify", "{\"match\": {\"user\": \"%s\"}, %s}".formatted(user(), expectation));
        }

        void fault(String fault, int times) throws Exception {
            emulator.call("POST", "faults", "{\"match\": {\"user\": \"%s\"}, \"fault\": {%s}, \"times\": %d}"
                .formatted(user(), fault, times));
        }
    }

    /** An emulator on a free port, and its control interface. */
    static class Emulator implements AutoCloseable {
        final String url;
        private final Process process;
        private final HttpClient client = HttpClient.newHttpClient();

        Emulator() throws IOException {
            var command = new ArrayList<>(
                List.of(System.getenv().getOrDefault("TIGASE_EMULATOR", "node_modules/.bin/tigase-emulator").split(" ")));
            command.addAll(List.of("start", "--port", "0", "--websocket-port", "off", "--xmpp-port", "off"));
            command.addAll(List.of("--log", "json"));
            process = new ProcessBuilder(command).start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            var log = process.errorReader();
            url = field(listening(log), "url");
            new Thread(() -> read(log)).start(); // or it would wait some day
        }

        private static void read(BufferedReader log) {
            try (log) {
                log.transferTo(Writer.nullWriter());
            } catch (IOException ended) {
                // with the emulator
            }
        }

        private static String listening(BufferedReader log) throws IOException {
            for (String line; (line = log.readLine()) != null; )
                if (line.contains("\"event\":\"listening\"")) return line;
                else System.err.println(line);
            throw new IOException("the emulator did not start");
        }

        Domain createDomain() throws Exception {
            var domain = call("POST", "domains", null);
            return new Domain(this, field(domain, "name"), field(domain, "apiKey"));
        }

        /** A call of the control interface. What it says is wrong becomes the failure of the test. */
        String call(String method, String path, String body) throws Exception {
            var content = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
            var request = HttpRequest.newBuilder(URI.create(url + "/_emulator/" + path))
                .header("Content-Type", "application/json")
                .method(method, content)
                .build();
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() < 400) return response.body();
            throw new AssertionError(field(response.body(), "detail").translateEscapes());
        }

        @Override
        public void close() throws InterruptedException {
            process.destroy();
            process.waitFor();
        }
    }

    /** The first field of this name in JSON, which must be a text. */
    static String field(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\\s*\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(json);
        return matcher.find() ? matcher.group(1) : "no " + name;
    }
}
