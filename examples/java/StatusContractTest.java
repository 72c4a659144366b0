import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
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
 * says by which command the emulator is started, unless it is the installed one. Ends with 0, with 1 where a test
 * failed, and with 2 where the emulator could not be started.
 */
public class StatusContractTest {

    // ---- what is tested ---------------------------------------------------------------------------------------

    /** Tells a Tigase who is on the phone. */
    static class Telephone {
        private static final int ATTEMPTS = 4;
        private static final Pattern FAILED = Pattern.compile("\"success\":\\s*false");
        private final HttpClient client = HttpClient.newHttpClient();
        private final String url;
        private final String apiKey;

        Telephone(String url, String apiKey) {
            this.url = url;
            this.apiKey = apiKey;
        }

        void answered(String user) throws Exception {
            var answer = set(user, """
                {"show": "xa", "status": "On the phone"}""");
            if (FAILED.matcher(answer).find())
                throw new IllegalStateException(user + ": Tigase says success: false");
        }

        void ended(String user) throws Exception {
            // the answer does not matter: without a session there is nothing to remove, which is as well
            set(user, """
                {"available": "false"}""");
        }

        /** To set the same status twice does no harm, so whatever may have been lost is sent again. */
        private String set(String user, String status) throws Exception {
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
                    if (response.statusCode() == 200) return response.body();
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
            {"match": {"user": "%s", "show": "xa", "status": "On the phone"}, "times": 1, "noWarnings": true}""");
        domain.verify("""
            {"match": {"user": "%s", "available": "false"}, "times": 1, "noWarnings": true}""");
    }

    static void aFailureIsTriedAgain(Domain domain) throws Exception {
        isTriedAgain(domain, "\"status\": 503");
    }

    static void aLostCallIsTriedAgain(Domain domain) throws Exception {
        isTriedAgain(domain, "\"drop\": true");
    }

    static void aLostAnswerIsTriedAgain(Domain domain) throws Exception {
        isTriedAgain(domain, "\"drop\": true, \"applied\": true");
    }

    static void isTriedAgain(Domain domain, String fault) throws Exception {
        domain.fault(fault, 1);
        domain.telephone().answered(domain.user());
        domain.mustBeOnThePhone();
        domain.verify("""
            {"match": {"user": "%s", "show": "xa"}, "times": 2, "noWarnings": true}""");
    }

    static void oneGivesUpWhereItFailsAgainAndAgain(Domain domain) throws Exception {
        domain.fault("\"status\": 500", 100);
        fails("a 500, 4 times", () -> domain.telephone().answered(domain.user()));
        domain.verify("""
            {"match": {"user": "%s"}, "times": 4}""");
    }

    static void aWrongKeyIsReportedAndNotTriedAgain(Domain domain) throws Exception {
        var stranger = new Telephone(domain.emulator().url, "another-key");
        fails(": 403 ", () -> stranger.answered(domain.user()));
        domain.verify("""
            {"match": {"user": "%s", "responseStatus": 403}, "times": 1}""");
    }

    static void aChangeThatFailedIsReportedAndNotTriedAgain(Domain domain) throws Exception {
        domain.fault("\"success\": false", 1);
        fails("success: false", () -> domain.telephone().answered(domain.user()));
        domain.verify("""
            {"match": {"user": "%s", "success": false}, "times": 1}""");
    }

    static final List<Test> TESTS = List.of(
        new Test("a call is seen until it ends", StatusContractTest::aCallIsSeenUntilItEnds),
        new Test("a call that ends twice is ended", domain -> domain.telephone().ended(domain.user())),
        new Test("a failure is tried again", StatusContractTest::aFailureIsTriedAgain),
        new Test("a lost call is tried again", StatusContractTest::aLostCallIsTriedAgain),
        new Test("a lost answer is tried again", StatusContractTest::aLostAnswerIsTriedAgain),
        new Test("one gives up where it fails again and again",
            StatusContractTest::oneGivesUpWhereItFailsAgainAndAgain),
        new Test("a wrong key is reported and not tried again",
            StatusContractTest::aWrongKeyIsReportedAndNotTriedAgain),
        new Test("a change that failed is reported and not tried again",
            StatusContractTest::aChangeThatFailedIsReportedAndNotTriedAgain));

    public static void main(String[] arguments) {
        int failed = 0;
        try (var emulator = new Emulator()) {
            for (var test : TESTS) if (!passes(test, emulator)) failed++;
        } catch (IOException notStarted) {
            System.err.println(notStarted.getMessage());
            System.exit(2);
        }
        System.out.println(TESTS.size() - failed + " passed, " + failed + " failed");
        System.exit(failed == 0 ? 0 : 1);
    }

    static boolean passes(Test test, Emulator emulator) {
        try (var domain = emulator.createDomain()) {
            test.body().run(domain);
        } catch (Exception | AssertionError failure) {
            var reason = failure instanceof AssertionError ? failure.getMessage() : failure.toString();
            System.out.print("FAILED  " + test.name() + "\n" + reason.indent(8));
            return false;
        }
        System.out.println("ok      " + test.name());
        return true;
    }

    interface Body {
        void run(Domain domain) throws Exception;
    }

    record Test(String name, Body body) {}

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
            if (failure.toString().contains(reason)) return;
            throw new AssertionError("expected a failure with \"" + reason + "\", not: " + failure);
        }
        throw new AssertionError("expected a failure with \"" + reason + "\"");
    }

    // ---- the emulator -----------------------------------------------------------------------------------------

    /** A virtual host of a test's own, so that tests see nothing of each other. */
    record Domain(Emulator emulator, String name, String apiKey) implements AutoCloseable {
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

        /** The text has a {@code %s} for the user. */
        void verify(String verification) throws Exception {
            emulator.call("POST", "verify", verification.formatted(user()));
        }

        void fault(String fault, int times) throws Exception {
            emulator.call("POST", "faults", """
                {"match": {"user": "%s"}, "fault": {%s}, "times": %d}""".formatted(user(), fault, times));
        }

        @Override
        public void close() throws Exception {
            emulator.call("DELETE", "domains/" + name, null);
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
            process = new ProcessBuilder(command).redirectOutput(Redirect.DISCARD).start();
            Runtime.getRuntime().addShutdownHook(new Thread(this::close)); // at Ctrl-C
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
            var answer = call("POST", "domains", null);
            var domain = new Domain(this, field(answer, "name"), field(answer, "apiKey"));
            call("PATCH", "state", """
                {"accounts": [{"jid": "%s", "password": "test"}]}""".formatted(domain.user()));
            return domain;
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
        public void close() {
            process.destroy();
            process.onExit().join();
        }
    }

    /** The first field of this name in JSON, which must be a text. */
    static String field(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\\s*\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(json);
        return matcher.find() ? matcher.group(1) : "no " + name;
    }
}
